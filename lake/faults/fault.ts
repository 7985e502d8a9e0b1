import type { FaultName, FaultOrder } from '../model/fault.js';

/** What is known of a fault before it is switched on. */
export interface FaultDefinition {
  readonly name: FaultName;
  /** One sentence, for people: what goes wrong. */
  readonly about: string;
  /** What an order must say beside its match. */
  readonly needs?: keyof Pick<FaultOrder, 'delayMs' | 'toPrincipalArn' | 'skewMs'>;
}
