import { BLOCK_EVENTS, EventBlock } from './event-block.js';
import type { EventAttribute, IndexedEvent } from './indexed-event.js';

/** The events of the history in the order they were made; the oldest go by the block. */
export class EventIndex {
  #blocks: EventBlock[] = [];
  /** Of the first block that is still there, counted from the first event of all. */
  #firstBlock = 0;

  /** How many are there. */
  get size(): number {
    const [first, next] = this.range;
    return next - first;
  }

  /** Sequence of the first that is there, and of the next to come. */
  get range(): readonly [first: number, next: number] {
    const first = this.#firstBlock * BLOCK_EVENTS;
    const before = Math.max(0, this.#blocks.length - 1) * BLOCK_EVENTS;
    return [first, first + before + (this.#blocks.at(-1)?.size ?? 0)];
  }

  /** Numbers of the blocks that are full and so do not change, oldest first. */
  get fullBlocks(): readonly number[] {
    return this.#blocks.flatMap((block, place) => (block.isFull ? [this.#firstBlock + place] : []));
  }

  /** Of the events that are in no full block, oldest first. */
  *looseSequences(): Generator<number> {
    const [, next] = this.range;
    for (let sequence = next - (next % BLOCK_EVENTS); sequence < next; sequence += 1) yield sequence;
  }

  /** The number of the block that is full with it, if one is. */
  add(event: Omit<IndexedEvent, 'sequence'>): number | undefined {
    const open = this.#openBlock();
    open.add(event);
    return open.isFull ? this.#firstBlock + this.#blocks.length - 1 : undefined;
  }

  /** The next. Throws Error for any other. */
  addAt(sequence: number, event: Omit<IndexedEvent, 'sequence'>): void {
    const [, next] = this.range;
    if (sequence !== next) throw new Error(`event ${sequence} does not follow ${next - 1}`);
    this.add(event);
  }

  /** A full block of this number. */
  block(number: number): EventBlock | undefined {
    const block = this.#blocks[number - this.#firstBlock];
    return block?.isFull === true ? block : undefined;
  }

  /**
   * In the place of events of it that came one by one, or the next, or the first of all after the oldest went. Throws Error
   * for any other.
   */
  setBlock(number: number, block: EventBlock): void {
    if (!block.isFull) throw new Error(`block ${number} is not full`);
    if (this.#blocks.length === 0) this.#firstBlock = number;
    const place = number - this.#firstBlock;
    const isNext = place === this.#blocks.length && this.#blocks.at(-1)?.isFull !== false;
    if (!isNext && this.#blocks[place] === undefined) throw new Error(`block ${number} does not follow the others`);
    this.#blocks[place] = block;
  }

  /**
   * Newest first, from below `below`, those that have the attribute. A hundred thousand are looked through in a few
   * milliseconds: only what matches becomes an object.
   */
  *newestFirst(below: number, attribute?: EventAttribute): Generator<IndexedEvent> {
    const [first, next] = this.range;
    for (let end = Math.min(below, next); end > first; ) {
      const number = Math.floor((end - 1) / BLOCK_EVENTS);
      const start = number * BLOCK_EVENTS;
      const block = this.#blocks[number - this.#firstBlock];
      const matches = attribute === undefined ? () => true : block?.matcher(attribute);
      if (block !== undefined && matches !== undefined) {
        for (let at = end - 1 - start; at >= 0; at -= 1) {
          const event = matches(at) ? block.get(at, start + at) : undefined;
          if (event !== undefined) yield event;
        }
      }
      end = start;
    }
  }

  /** The event of this sequence; undefined when it is not there. */
  get(sequence: number): IndexedEvent | undefined {
    const number = Math.floor(sequence / BLOCK_EVENTS);
    return this.#blocks[number - this.#firstBlock]?.get(sequence % BLOCK_EVENTS, sequence);
  }

  /** Forgets the oldest block, which is full, and gives its number; undefined when none is full. */
  dropOldest(): number | undefined {
    if (this.#blocks[0]?.isFull !== true) return undefined;
    this.#blocks.shift();
    this.#firstBlock += 1;
    return this.#firstBlock - 1;
  }

  #openBlock(): EventBlock {
    const last = this.#blocks.at(-1);
    if (last !== undefined && !last.isFull) return last;
    const block = new EventBlock();
    this.#blocks.push(block);
    return block;
  }
}
