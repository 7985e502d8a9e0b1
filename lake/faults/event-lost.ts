import type { FaultDefinition } from './fault.js';

export const eventLost: FaultDefinition = {
  name: 'event-lost',
  about: 'A call leaves no event, in the event history or in a log file.',
};
