import type { Location } from './location.js';

/** A name as it was written, and its lower-case form: Athena's names are case-insensitive, quoted ones too. */
export interface Identifier {
  readonly at: Location;
  readonly text: string;
  readonly name: string;
}

/** Names with dots between them, as Trino's messages print them. */
export function dotted(parts: readonly Identifier[]): string {
  return parts.map((part) => part.name).join('.');
}
