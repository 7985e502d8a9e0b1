import type { FaultDefinition } from './fault.js';

export const slowQuery: FaultDefinition = {
  name: 'slow-query',
  about: 'A query takes `delayMs` longer.',
  needs: 'delayMs',
};
