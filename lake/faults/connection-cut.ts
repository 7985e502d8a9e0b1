import type { FaultDefinition } from './fault.js';

export const connectionCut: FaultDefinition = {
  name: 'connection-cut',
  about: 'The connection ends without an answer.',
};
