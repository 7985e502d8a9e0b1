import type { FaultDefinition } from './fault.js';

export const eventDuplicated: FaultDefinition = {
  name: 'event-duplicated',
  about: 'An event is delivered twice, under one `eventID`.',
};
