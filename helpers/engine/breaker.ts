import type { Observation } from '../model/observation.js';

/** So many probes in a row that could not reach the target, and the rest is not asked any more. */
const NETWORK_FAULTS_TO_OPEN = 3;

/**
 * Opens when the target is gone: each probe has then already been tried several times, and asking thousands more would
 * only make the end late. What is not asked stays unasked, and says so.
 */
export class Breaker {
  #inARow = 0;

  get isOpen(): boolean {
    return this.#inARow >= NETWORK_FAULTS_TO_OPEN;
  }

  note(observation: Observation): void {
    if (this.isOpen) return;
    this.#inARow = observation.fault?.class === 'network' ? this.#inARow + 1 : 0;
  }
}
