import type { FaultDefinition } from './fault.js';

export const clockSkew: FaultDefinition = {
  name: 'clock-skew',
  about:
    'The service’s clock is `skewMs` ahead of the caller’s (negative: behind) when it checks the signature and in its `Date` header.',
  needs: 'skewMs',
};
