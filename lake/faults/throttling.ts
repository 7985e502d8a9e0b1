import type { FaultDefinition } from './fault.js';

export const throttling: FaultDefinition = {
  name: 'throttling',
  about: 'A call is refused for the account’s rate, before anything is done.',
};
