import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EventBlock } from './event-block.js';
import { EventIndex } from './event-index.js';
import type { IndexedEvent } from './indexed-event.js';

function eventOf(number: number): Omit<IndexedEvent, 'sequence'> {
  return {
    eventId: randomUUID(),
    eventName: `Event${number % 7}`,
    eventSource: 'athena.amazonaws.com',
    userName: `user-${number % 11}`,
    accessKeyId: `ASIA${number % 13}`,
    readOnly: number % 2 === 0,
    resources: number % 5 === 0 ? [{ type: 'AWS::Glue::Table', name: `t${number}` }] : [],
    eventTimeMs: 1_700_000_000_000 + number * 1_000,
    visibleAtMs: 1_700_000_002_500 + number * 1_000,
    offset: number * 900,
    lengthBytes: 899,
  };
}

function plain(event: IndexedEvent | undefined): IndexedEvent | undefined {
  if (event === undefined) return undefined;
  const { sequence, eventId, eventName, eventSource, userName, accessKeyId, readOnly, resources } = event;
  const { eventTimeMs, visibleAtMs, offset, lengthBytes } = event;
  const facts = { sequence, eventId, eventName, eventSource, userName, accessKeyId, readOnly, resources };
  return { ...facts, eventTimeMs, visibleAtMs, offset, lengthBytes };
}

describe('the index of the event history', () => {
  const events = Array.from({ length: 10_000 }, (_, number) => eventOf(number));
  const index = new EventIndex();
  for (const event of events) index.add(event);

  it('gives back what was put in', () => {
    expect(index.size).toBe(events.length);
    expect(events.map((_, sequence) => plain(index.get(sequence)))).toEqual(
      events.map((event, sequence) => ({ sequence, ...event })),
    );
    expect(index.get(events.length)).toBeUndefined();
  });

  it.each([
    { key: 'EventName', value: 'Event3', has: ({ eventName }: IndexedEvent) => eventName === 'Event3' },
    { key: 'EventSource', value: 'athena.amazonaws.com', has: () => true },
    { key: 'Username', value: 'user-10', has: ({ userName }: IndexedEvent) => userName === 'user-10' },
    // A text that events have, but not as this attribute.
    { key: 'Username', value: 'Event3', has: () => false },
    { key: 'AccessKeyId', value: 'ASIA12', has: ({ accessKeyId }: IndexedEvent) => accessKeyId === 'ASIA12' },
    { key: 'AccessKeyId', value: 'ASIA99', has: () => false },
    { key: 'ReadOnly', value: 'true', has: ({ readOnly }: IndexedEvent) => readOnly },
    { key: 'ReadOnly', value: 'yes', has: () => false },
    { key: 'ResourceName', value: 't5005', has: ({ sequence }: IndexedEvent) => sequence === 5_005 },
    { key: 'ResourceType', value: 'AWS::Glue::Table', has: ({ sequence }: IndexedEvent) => sequence % 5 === 0 },
    { key: 'EventId', value: events[4_096]?.eventId ?? '', has: ({ sequence }: IndexedEvent) => sequence === 4_096 },
    { key: 'EventId', value: 'no id', has: () => false },
  ] as const)('finds by $key $value what has it, newest first, from below a sequence', ({ key, value, has }) => {
    const found = [...index.newestFirst(9_000, { key, value })].map(({ sequence }) => sequence);
    const expected = events.map((event, sequence) => ({ sequence, ...event })).filter(has);
    expect(found).toEqual(
      expected
        .map(({ sequence }) => sequence)
        .filter((sequence) => sequence < 9_000)
        .reverse(),
    );
  });

  it('has a full block back from its bytes, and refuses others', () => {
    expect(index.fullBlocks).toEqual([0, 1]);
    const bytes = index.block(1)?.toBytes() ?? Buffer.alloc(0);
    const again = new EventIndex();
    again.setBlock(1, EventBlock.fromBytes(bytes));
    expect(again.range).toEqual([4_096, 8_192]);
    expect(plain(again.get(5_000))).toEqual({ sequence: 5_000, ...events[5_000] });
    expect([...again.newestFirst(8_192)].map(plain)).toEqual([...index.newestFirst(8_192)].slice(0, 4_096).map(plain));
    expect(() => EventBlock.fromBytes(bytes.subarray(1))).toThrow('no block of events');
    expect(() => EventBlock.fromBytes(Buffer.alloc(0))).toThrow('no block of events');
    expect(() => again.setBlock(3, EventBlock.fromBytes(bytes))).toThrow('does not follow');
    expect(() => again.addAt(9_000, eventOf(1))).toThrow('does not follow');
  });

  it('forgets the oldest, and none of the others', () => {
    expect(index.dropOldest()).toBe(0);
    const [first, next] = index.range;
    expect([first, next]).toEqual([4_096, events.length]);
    expect(index.get(first - 1)).toBeUndefined();
    expect(plain(index.get(first))).toEqual({ sequence: first, ...events[first] });
    expect(plain(index.get(next - 1))).toEqual({ sequence: next - 1, ...events[next - 1] });
    index.add(eventOf(1));
    expect(index.get(next)?.eventName).toBe('Event1');
  });
});
