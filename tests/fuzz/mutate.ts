/** Numbers from a seed, so that a run can be repeated (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0, below `bound`. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * bound);
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }
}

type Mutation = (
  input: Buffer,
  random: Random,
  more: { readonly other: Buffer; readonly words: readonly string[] },
) => Buffer;

const MAX_BYTES = 64 * 1024;

const MUTATIONS: readonly Mutation[] = [
  // One byte becomes another.
  (input, random) => {
    const changed = Buffer.from(input);
    if (changed.length > 0) changed[random.below(changed.length)] = random.below(256);
    return changed;
  },
  // A piece goes.
  (input, random) => {
    const [from, to] = pieceOf(input, random);
    return Buffer.concat([input.subarray(0, from), input.subarray(to)]);
  },
  // The end goes.
  (input, random) => input.subarray(0, random.below(input.length + 1)),
  // A piece is said again, sometimes very often: depth and length.
  (input, random) => {
    const [from, to] = pieceOf(input, random);
    const times = random.below(20) === 0 ? 2000 : 1 + random.below(4);
    const piece = input.subarray(from, Math.min(to, from + 40));
    const repeated = Buffer.concat(Array.from({ length: times }, () => piece));
    return Buffer.concat([input.subarray(0, to), repeated, input.subarray(to)]);
  },
  // A word of the grammar comes in.
  (input, random, { words }) => {
    const at = random.below(input.length + 1);
    const times = random.below(50) === 0 ? 3000 : 1;
    return Buffer.concat([
      input.subarray(0, at),
      Buffer.from((random.pick(words) ?? '').repeat(times)),
      input.subarray(at),
    ]);
  },
  // Two inputs become one.
  (input, random, { other }) =>
    Buffer.concat([input.subarray(0, random.below(input.length + 1)), other.subarray(random.below(other.length + 1))]),
  // A character of four bytes, a lone half of one, one that is none.
  (input, random) => {
    const at = random.below(input.length + 1);
    const odd = random.pick(['🙂', '\u0000', '\u202e', '\ufeff', '\uffff', 'ﬀ', 'İ']) ?? '';
    return Buffer.concat([input.subarray(0, at), Buffer.from(odd), input.subarray(at)]);
  },
];

/** An input like one of `corpus`, after one to six changes. */
export function mutated(corpus: readonly Buffer[], words: readonly string[], random: Random): Buffer {
  let input = random.pick(corpus) ?? Buffer.alloc(0);
  for (let changes = 1 + random.below(6); changes > 0; changes -= 1) {
    const other = random.pick(corpus) ?? input;
    input = (random.pick(MUTATIONS) ?? ((same) => same))(input, random, { other, words });
  }
  return input.subarray(0, MAX_BYTES);
}

function pieceOf(input: Buffer, random: Random): readonly [number, number] {
  const from = random.below(input.length + 1);
  return [from, Math.min(input.length, from + 1 + random.below(30))];
}
