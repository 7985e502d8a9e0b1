import type { FaultDefinition } from './fault.js';

export const expiredToken: FaultDefinition = {
  name: 'expired-token',
  about: 'A session’s token is refused as expired, though its time is not up.',
};
