import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EventIndex } from './event-index.js';
import type { IndexedEvent } from './store.js';

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

  it('forgets the oldest, and none of the others', () => {
    index.dropOldest();
    const [first, next] = index.range;
    expect([first, next]).toEqual([4_096, events.length]);
    expect(index.get(first - 1)).toBeUndefined();
    expect(plain(index.get(first))).toEqual({ sequence: first, ...events[first] });
    expect(plain(index.get(next - 1))).toEqual({ sequence: next - 1, ...events[next - 1] });
    index.add(eventOf(1));
    expect(index.get(next)?.eventName).toBe('Event1');
  });
});
