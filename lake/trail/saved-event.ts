import { z } from 'zod';
import type { IndexedEvent } from './indexed-event.js';

/** What an event is found by, as it stands in the state folder: there are many, so it is a list without names. */
const savedEventSchema = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.boolean(),
  z.array(z.object({ type: z.string(), name: z.string() })),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
]);

type SavedEvent = z.infer<typeof savedEventSchema>;

export function savedEvent(event: IndexedEvent | undefined): SavedEvent | undefined {
  if (event === undefined) return undefined;
  return [
    event.eventId,
    event.eventName,
    event.eventSource,
    event.userName,
    event.accessKeyId,
    event.readOnly,
    event.resources.map(({ type, name }) => ({ type, name })),
    event.eventTimeMs,
    event.visibleAtMs,
    event.offset,
    event.lengthBytes,
  ];
}

export function readEvent(saved: unknown): Omit<IndexedEvent, 'sequence'> {
  const [eventId, eventName, eventSource, userName, accessKeyId, readOnly, resources, ...numbers] =
    savedEventSchema.parse(saved);
  const [eventTimeMs, visibleAtMs, offset, lengthBytes] = numbers;
  return {
    eventId,
    eventName,
    eventSource,
    userName,
    accessKeyId,
    readOnly,
    resources,
    eventTimeMs,
    visibleAtMs,
    offset,
    lengthBytes,
  };
}
