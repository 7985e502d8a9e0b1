import { LRUCache } from 'lru-cache';
import { CommonToken, ParserRuleContext, type Token } from '#trino/antlr4ng.js';

/** Of all trees together: a tree takes some 1.2 KB for each of its tokens, and most probes have 20. */
const MAX_ALL_TOKENS = 2_500;
const MAX_TOKENS = 150;

/** A tree, and every place in it where a token stands, by the token's place among those that were parsed. */
interface Shape<T> {
  readonly tree: T;
  readonly slots: readonly Slot[];
}

interface Slot {
  readonly holder: Record<string, unknown>;
  readonly name: string;
  readonly place: number;
}

/** A tree that is the taker's until it is given back. */
export interface Lent<T> {
  readonly tree: T;
  giveBack(): void;
}

/**
 * Trees of texts that were parsed before. ANTLR decides by the types of tokens alone, so two texts whose tokens have the
 * same types have the same tree but for the tokens in it: `SELECT "a" FROM "t"` and `SELECT "b" FROM "u"`. Who asks about
 * every column of a lake asks in a few such shapes, and gets the tree of one in a sixth of the time.
 */
export class ParsedShapes<T extends ParserRuleContext> {
  readonly #shapes = new LRUCache<string, Shape<T>>({
    maxSize: MAX_ALL_TOKENS,
    // A key has a character for each token.
    sizeCalculation: (_, { length }) => length,
  });

  /** How many tokens are in the trees that nobody uses. */
  get size(): number {
    return this.#shapes.calculatedSize;
  }

  /** The tree of these tokens, which `parse` made of others before; undefined when there is none that nobody uses. */
  take(tokens: readonly Token[]): Lent<T> | undefined {
    if (tokens.length > MAX_TOKENS) return undefined;
    const key = keyOf(tokens);
    const shape = this.#shapes.get(key);
    if (shape === undefined) return undefined;
    this.#shapes.delete(key);
    for (const { holder, name, place } of shape.slots) holder[name] = tokens[place];
    return this.#lent(key, shape);
  }

  /** The same for a tree that was parsed just now, without an error; undefined for one that is not worth keeping. */
  lend(tree: T, tokens: readonly Token[]): Lent<T> | undefined {
    if (tokens.length > MAX_TOKENS) return undefined;
    const slots = slotsOf(tree, tokens);
    return slots === undefined ? undefined : this.#lent(keyOf(tokens), { tree, slots });
  }

  #lent(key: string, shape: Shape<T>): Lent<T> {
    return { tree: shape.tree, giveBack: () => this.#shapes.set(key, shape) };
  }
}

function keyOf(tokens: readonly Token[]): string {
  let key = '';
  // The end of the input has the type -1.
  for (const { type } of tokens) key += String.fromCharCode(type + 1);
  return key;
}

/** Undefined for a tree that holds a token which is none of these: nothing could take its place. */
function slotsOf(tree: ParserRuleContext, tokens: readonly Token[]): readonly Slot[] | undefined {
  const places = new Map(tokens.map((token, place) => [token, place]));
  const slots: Slot[] = [];
  const nodes: object[] = [tree];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    for (const { holder, name, token } of tokensIn(node)) {
      const place = places.get(token);
      if (place === undefined) return undefined;
      slots.push({ holder, name, place });
    }
    if (node instanceof ParserRuleContext) nodes.push(...(node.children ?? []));
  }
  return slots;
}

/** A node holds its first and last token, those that the grammar gives names to, and lists of such. */
function* tokensIn(node: object): Generator<{ holder: Record<string, unknown>; name: string; token: Token }> {
  const holder = node as Record<string, unknown>;
  for (const [name, value] of Object.entries(holder)) {
    if (value instanceof CommonToken) yield { holder, name, token: value };
    else if (Array.isArray(value)) yield* tokensIn(value);
  }
}
