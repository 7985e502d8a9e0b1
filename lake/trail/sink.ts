import type { TrailSink } from '../model/trail.js';

/** Of a lake without trails: nothing is selected, and nothing kept beside the event history. */
export const NO_DELIVERY: TrailSink = { selectsData: () => false, accept: () => undefined };
