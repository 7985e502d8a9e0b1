import type { FaultSwitchboard } from '../model/fault.js';
import type { FaultDefinition } from './fault.js';

export const trailStopped: FaultDefinition = {
  name: 'trail-stopped',
  about: 'A trail does not log, though nobody stopped it: its status says so, and it writes no file.',
};

export function isTrailStopped(faults: FaultSwitchboard): boolean {
  return faults.strikes('trail-stopped', { service: 'cloudtrail', operation: 'GetTrailStatus' });
}
