import { z } from 'zod';
import type { EventAttribute, IndexedEvent } from './indexed-event.js';

export const BLOCK_EVENTS = 4_096;

/** Of each event visibleAtMs and offset. */
const NUMBERS = 2;
/** Of each event its time in seconds, and lengthBytes. */
const WHOLE_NUMBERS = 2;
/** Of each event where eventName, eventSource, userName and accessKeyId stand among the texts, and its list of resources. */
const PLACES = 5;
const RESOURCES_PLACE = 4;
const ID_BYTES = 16;
const LENGTH_BYTES = 4;

type Resources = IndexedEvent['resources'];
const NO_RESOURCES: Resources = [];

/** What many events of a block have in common. */
const commonSchema = z.object({
  events: z.number().int().min(0).max(BLOCK_EVENTS),
  texts: z.array(z.string()),
  resources: z.array(z.array(z.object({ type: z.string(), name: z.string() }))),
});

/**
 * Events side by side in arrays: as objects of their own they would take four times the memory. Each text stands in it
 * once, so a block in which no event has a text is passed over without looking at its events.
 */
export class EventBlock {
  readonly #numbers = new Float64Array(BLOCK_EVENTS * NUMBERS);
  readonly #wholeNumbers = new Uint32Array(BLOCK_EVENTS * WHOLE_NUMBERS);
  readonly #places = new Uint16Array(BLOCK_EVENTS * PLACES);
  readonly #readOnly = new Uint8Array(BLOCK_EVENTS);
  readonly #ids = Buffer.alloc(BLOCK_EVENTS * ID_BYTES);
  #size = 0;
  readonly #texts: string[] = [];
  readonly #resources: Resources[] = [];
  /** Where texts stand, and lists of resources by their JSON, for as long as there is room for more. */
  readonly #textPlaces = new Map<string, number>();
  readonly #resourcesPlaces = new Map<string, number>();

  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#size === BLOCK_EVENTS;
  }

  add(event: Omit<IndexedEvent, 'sequence'>): void {
    const at = this.#size;
    const numbers = at * NUMBERS;
    this.#numbers[numbers] = event.visibleAtMs;
    this.#numbers[numbers + 1] = event.offset;
    const wholeNumbers = at * WHOLE_NUMBERS;
    this.#wholeNumbers[wholeNumbers] = event.eventTimeMs / 1_000;
    this.#wholeNumbers[wholeNumbers + 1] = event.lengthBytes;
    this.#ids.write(event.eventId.replaceAll('-', ''), at * ID_BYTES, 'hex');
    this.#readOnly[at] = event.readOnly ? 1 : 0;
    const places = at * PLACES;
    this.#places[places] = this.#placeOfText(event.eventName);
    this.#places[places + 1] = this.#placeOfText(event.eventSource);
    this.#places[places + 2] = this.#placeOfText(event.userName);
    this.#places[places + 3] = this.#placeOfText(event.accessKeyId);
    this.#places[places + RESOURCES_PLACE] = this.#placeOfResources(event.resources);
    this.#size += 1;
    if (!this.isFull) return;
    this.#textPlaces.clear();
    this.#resourcesPlaces.clear();
  }

  /** Undefined when there is none at this place. */
  get(at: number, sequence: number): IndexedEvent | undefined {
    return at < this.#size ? new StoredEvent(this, at, sequence) : undefined;
  }

  number(at: number, place: number): number {
    return this.#numbers[at * NUMBERS + place] ?? Number.NaN;
  }

  wholeNumber(at: number, place: number): number {
    return this.#wholeNumbers[at * WHOLE_NUMBERS + place] ?? Number.NaN;
  }

  text(at: number, place: number): string {
    return this.#texts[this.#places[at * PLACES + place] ?? -1] ?? '';
  }

  readOnly(at: number): boolean {
    return this.#readOnly[at] === 1;
  }

  resources(at: number): Resources {
    return this.#resources[this.#places[at * PLACES + RESOURCES_PLACE] ?? -1] ?? NO_RESOURCES;
  }

  id(at: number): string {
    return uuidOf(this.#ids.toString('hex', at * ID_BYTES, (at + 1) * ID_BYTES));
  }

  /** Which of its events have the attribute, by their place; undefined when none has. */
  matcher({ key, value }: EventAttribute): ((at: number) => boolean) | undefined {
    switch (key) {
      case 'EventId':
        return this.#idMatcher(value);
      case 'ReadOnly': {
        const sought = ['false', 'true'].indexOf(value);
        return (at) => this.#readOnly[at] === sought;
      }
      case 'ResourceType':
        return this.#resourceMatcher(({ type }) => type === value);
      case 'ResourceName':
        return this.#resourceMatcher(({ name }) => name === value);
      case 'EventName':
      case 'EventSource':
      case 'Username':
      case 'AccessKeyId':
        return this.#textMatcher(TEXT_PLACES[key], value);
    }
  }

  /** As `fromBytes` takes it. */
  toBytes(): Buffer {
    const common = Buffer.from(
      JSON.stringify({ events: this.#size, texts: this.#texts, resources: this.#resources }),
      'utf8',
    );
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(common.length);
    return Buffer.concat([length, common, ...this.#columns()]);
  }

  /** Throws Error for what is no block. */
  static fromBytes(bytes: Buffer): EventBlock {
    const block = new EventBlock();
    const length = bytes.length < LENGTH_BYTES ? 0 : bytes.readUInt32LE();
    const columns = block.#columns();
    let at = LENGTH_BYTES + length;
    const whole = columns.reduce((sum, column) => sum + column.length, at);
    if (bytes.length !== whole) throw new Error(`${bytes.length} bytes are no block of events`);
    const { events, texts, resources } = commonSchema.parse(JSON.parse(bytes.toString('utf8', LENGTH_BYTES, at)));
    for (const column of columns) {
      bytes.copy(column, 0, at, at + column.length);
      at += column.length;
    }
    block.#size = events;
    block.#texts.push(...texts);
    block.#resources.push(...resources);
    return block;
  }

  #columns(): readonly Buffer[] {
    return [
      bytesOf(this.#numbers),
      bytesOf(this.#wholeNumbers),
      bytesOf(this.#places),
      bytesOf(this.#readOnly),
      this.#ids,
    ];
  }

  #placeOfText(text: string): number {
    return placeOf(this.#textPlaces, text, this.#texts, text);
  }

  #placeOfResources(resources: Resources): number {
    const key = resources.length === 0 ? '' : JSON.stringify(resources);
    return placeOf(this.#resourcesPlaces, key, this.#resources, resources);
  }

  #textMatcher(place: number, value: string): ((at: number) => boolean) | undefined {
    const sought = this.#texts.indexOf(value);
    return sought === -1 ? undefined : (at) => this.#places[at * PLACES + place] === sought;
  }

  #resourceMatcher(has: (resource: Resources[number]) => boolean): ((at: number) => boolean) | undefined {
    const sought = this.#resources.map((resources) => resources.some(has));
    if (!sought.includes(true)) return undefined;
    return (at) => sought[this.#places[at * PLACES + RESOURCES_PLACE] ?? -1] === true;
  }

  #idMatcher(value: string): ((at: number) => boolean) | undefined {
    const id = Buffer.from(value.replaceAll('-', ''), 'hex');
    if (id.length !== ID_BYTES || uuidOf(id.toString('hex')) !== value) return undefined;
    const start = id.readUInt32BE(0);
    return (at) =>
      this.#ids.readUInt32BE(at * ID_BYTES) === start &&
      this.#ids.compare(id, 0, ID_BYTES, at * ID_BYTES, (at + 1) * ID_BYTES) === 0;
  }
}

/** Where the value of this key stands among the values, to which it is added when it is new. */
function placeOf<T>(places: Map<string, number>, key: string, values: T[], value: T): number {
  const known = places.get(key);
  if (known !== undefined) return known;
  values.push(value);
  places.set(key, values.length - 1);
  return values.length - 1;
}

/** One of them, read as it is asked for: a look through the history asks most events for a number or two. */
class StoredEvent implements IndexedEvent {
  readonly sequence: number;
  readonly #block: EventBlock;
  readonly #at: number;

  constructor(block: EventBlock, at: number, sequence: number) {
    this.#block = block;
    this.#at = at;
    this.sequence = sequence;
  }

  get eventTimeMs(): number {
    return this.#block.wholeNumber(this.#at, 0) * 1_000;
  }

  get visibleAtMs(): number {
    return this.#block.number(this.#at, 0);
  }

  get offset(): number {
    return this.#block.number(this.#at, 1);
  }

  get lengthBytes(): number {
    return this.#block.wholeNumber(this.#at, 1);
  }

  get eventId(): string {
    return this.#block.id(this.#at);
  }

  get eventName(): string {
    return this.#block.text(this.#at, TEXT_PLACES.EventName);
  }

  get eventSource(): string {
    return this.#block.text(this.#at, TEXT_PLACES.EventSource);
  }

  get userName(): string {
    return this.#block.text(this.#at, TEXT_PLACES.Username);
  }

  get accessKeyId(): string {
    return this.#block.text(this.#at, TEXT_PLACES.AccessKeyId);
  }

  get readOnly(): boolean {
    return this.#block.readOnly(this.#at);
  }

  get resources(): Resources {
    return this.#block.resources(this.#at);
  }
}

/** Where a text attribute stands among the texts of an event. */
const TEXT_PLACES = { EventName: 0, EventSource: 1, Username: 2, AccessKeyId: 3 } as const;

function bytesOf(column: Float64Array | Uint32Array | Uint16Array | Uint8Array): Buffer {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength);
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
