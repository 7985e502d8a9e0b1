import type { FaultDefinition } from './fault.js';

export const eventLate: FaultDefinition = {
  name: 'event-late',
  about: 'An event comes `delayMs` later than the others.',
  needs: 'delayMs',
};
