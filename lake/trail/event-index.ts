import type { LookupAttributeKey } from '@aws-sdk/client-cloudtrail';
import type { IndexedEvent } from './store.js';

const BLOCK_EVENTS = 4_096;
const NUMBERS = 4;
const TEXTS = 4;
const ID_BYTES = 16;
const MAX_INTERNED = 10_000;
const NO_RESOURCES: IndexedEvent['resources'] = [];

/** One of the attributes that LookupEvents takes, by its own names. */
export interface EventAttribute {
  readonly key: LookupAttributeKey;
  readonly value: string;
}

/** Events side by side in arrays: as objects of their own they would take four times the memory. */
interface Block {
  /** Of each event eventTimeMs, visibleAtMs, offset and lengthBytes. */
  readonly numbers: Float64Array;
  readonly ids: Buffer;
  readonly readOnly: Uint8Array;
  readonly texts: string[];
  readonly resources: (readonly IndexedEvent['resources'][number][])[];
}

/** One of them, read as it is asked for: a look through the history asks most events for a number or two. */
class StoredEvent implements IndexedEvent {
  readonly sequence: number;
  readonly #block: Block;
  readonly #at: number;

  constructor(block: Block, at: number, sequence: number) {
    this.#block = block;
    this.#at = at;
    this.sequence = sequence;
  }

  get eventTimeMs(): number {
    return this.#number(0);
  }

  get visibleAtMs(): number {
    return this.#number(1);
  }

  get offset(): number {
    return this.#number(2);
  }

  get lengthBytes(): number {
    return this.#number(3);
  }

  get eventId(): string {
    return uuidOf(this.#block.ids.toString('hex', this.#at * ID_BYTES, (this.#at + 1) * ID_BYTES));
  }

  get eventName(): string {
    return this.#text(0);
  }

  get eventSource(): string {
    return this.#text(1);
  }

  get userName(): string {
    return this.#text(2);
  }

  get accessKeyId(): string {
    return this.#text(3);
  }

  get readOnly(): boolean {
    return this.#block.readOnly[this.#at] === 1;
  }

  get resources(): IndexedEvent['resources'] {
    return this.#block.resources[this.#at] ?? NO_RESOURCES;
  }

  #number(place: number): number {
    return this.#block.numbers[this.#at * NUMBERS + place] ?? Number.NaN;
  }

  #text(place: number): string {
    return this.#block.texts[this.#at * TEXTS + place] ?? '';
  }
}

/** The events of the history in the order they were made; the oldest go by the block. */
export class EventIndex {
  readonly #blocks: Block[] = [];
  readonly #interned = new Map<string, string>();
  /** Sequence of the first event that is still there, and of the next to come. */
  #first = 0;
  #next = 0;

  /** How many are there. */
  get size(): number {
    return this.#next - this.#first;
  }

  /** Of the first that is there, and of the next to come. */
  get range(): readonly [first: number, next: number] {
    return [this.#first, this.#next];
  }

  /** Of all that are there, oldest first. */
  *sequences(): Generator<string> {
    for (let sequence = this.#first; sequence < this.#next; sequence += 1) yield String(sequence);
  }

  /** The next, or the first of all after the oldest went. Throws Error for any other. */
  addAt(sequence: number, event: Omit<IndexedEvent, 'sequence'>): void {
    if (this.#next === 0 && sequence % BLOCK_EVENTS === 0) {
      this.#first = sequence;
      this.#next = sequence;
    }
    if (sequence !== this.#next) throw new Error(`event ${sequence} does not follow ${this.#next - 1}`);
    this.add(event);
  }

  add(event: Omit<IndexedEvent, 'sequence'>): void {
    const at = this.#next % BLOCK_EVENTS;
    if (at === 0) this.#blocks.push(newBlock());
    const block = this.#blocks.at(-1);
    if (block === undefined) throw new Error('there is no block to add an event to');
    block.numbers.set([event.eventTimeMs, event.visibleAtMs, event.offset, event.lengthBytes], at * NUMBERS);
    block.ids.write(event.eventId.replaceAll('-', ''), at * ID_BYTES, 'hex');
    block.readOnly[at] = event.readOnly ? 1 : 0;
    const { eventName, eventSource, userName, accessKeyId } = event;
    block.texts.push(...[eventName, eventSource, userName, accessKeyId].map((text) => this.#intern(text)));
    block.resources.push(event.resources.length === 0 ? NO_RESOURCES : event.resources);
    this.#next += 1;
  }

  /**
   * Newest first, from below `below`, those that have the attribute. A hundred thousand are looked through in a few
   * milliseconds: only what matches becomes an object.
   */
  *newestFirst(below: number, attribute?: EventAttribute): Generator<IndexedEvent> {
    const matches = attribute === undefined ? () => true : matcherOf(attribute);
    for (let sequence = Math.min(below, this.#next) - 1; sequence >= this.#first; sequence -= 1) {
      const block = this.#blockOf(sequence);
      const at = sequence % BLOCK_EVENTS;
      if (block !== undefined && matches(block, at)) yield new StoredEvent(block, at, sequence);
    }
  }

  /** The event of this sequence; undefined when it is not there. */
  get(sequence: number): IndexedEvent | undefined {
    if (sequence < this.#first || sequence >= this.#next) return undefined;
    const block = this.#blockOf(sequence);
    const at = sequence % BLOCK_EVENTS;
    if (block === undefined) return undefined;
    return new StoredEvent(block, at, sequence);
  }

  #blockOf(sequence: number): Block | undefined {
    return this.#blocks[Math.floor(sequence / BLOCK_EVENTS) - Math.floor(this.#first / BLOCK_EVENTS)];
  }

  /** Forgets the oldest block; it must be full. */
  dropOldest(): void {
    this.#blocks.shift();
    this.#first += BLOCK_EVENTS;
  }

  #intern(text: string): string {
    const known = this.#interned.get(text);
    if (known !== undefined) return known;
    if (this.#interned.size >= MAX_INTERNED) this.#interned.clear();
    this.#interned.set(text, text);
    return text;
  }
}

function newBlock(): Block {
  return {
    numbers: new Float64Array(BLOCK_EVENTS * NUMBERS),
    ids: Buffer.alloc(BLOCK_EVENTS * ID_BYTES),
    readOnly: new Uint8Array(BLOCK_EVENTS),
    texts: [],
    resources: [],
  };
}

/** Where a text attribute stands among the texts of an event. */
const TEXT_PLACES = { EventName: 0, EventSource: 1, Username: 2, AccessKeyId: 3 } as const;

function matcherOf({ key, value }: EventAttribute): (block: Block, at: number) => boolean {
  switch (key) {
    case 'EventId':
      return idMatcher(value);
    case 'ReadOnly':
      return ({ readOnly }, at) => (readOnly[at] === 1 ? 'true' : 'false') === value;
    case 'ResourceType':
      return ({ resources }, at) => (resources[at] ?? NO_RESOURCES).some(({ type }) => type === value);
    case 'ResourceName':
      return ({ resources }, at) => (resources[at] ?? NO_RESOURCES).some(({ name }) => name === value);
    case 'EventName':
    case 'EventSource':
    case 'Username':
    case 'AccessKeyId': {
      const place = TEXT_PLACES[key];
      return ({ texts }, at) => texts[at * TEXTS + place] === value;
    }
  }
}

function idMatcher(value: string): (block: Block, at: number) => boolean {
  const id = Buffer.from(value.replaceAll('-', ''), 'hex');
  if (id.length !== ID_BYTES || uuidOf(id.toString('hex')) !== value) return () => false;
  const start = id.readUInt32BE(0);
  return ({ ids }, at) =>
    ids.readUInt32BE(at * ID_BYTES) === start && ids.compare(id, 0, ID_BYTES, at * ID_BYTES, (at + 1) * ID_BYTES) === 0;
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
