/** How a pack can be other than what it claims to be. */
export type DiscrepancyKind =
  /** The bytes are not those that the manifest names. */
  | 'changed'
  | 'missing'
  | 'added'
  /** A link, a device, or a path that leads out of the pack. */
  | 'unsafe'
  /** The manifest is none, or says of the run what the record does not say. */
  | 'manifest'
  /** The record cannot be read, or contradicts itself. */
  | 'record'
  /** A verdict that the record does not yield. */
  | 'verdict'
  /** A report that is not what the record renders to. */
  | 'report';

export interface Discrepancy {
  readonly kind: DiscrepancyKind;
  readonly file: string;
  /** In a sentence. */
  readonly what: string;
}
