import type { FaultDefinition } from './fault.js';

export const trailStopped: FaultDefinition = {
  name: 'trail-stopped',
  about: 'A trail does not log, though nobody stopped it: its status says so, and it writes no file.',
};
