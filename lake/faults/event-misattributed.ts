import type { FaultDefinition } from './fault.js';

export const eventMisattributed: FaultDefinition = {
  name: 'event-misattributed',
  about: 'An event names the principal `toPrincipalArn` instead of the one that called.',
  needs: 'toPrincipalArn',
};
