import type { Identifier } from './identifier.js';
import type { Location } from './location.js';

/** A value in WITH (…): `'text'`, a whole number, `true`, or `ARRAY['a', 'b']`. */
export type PropertyValue = string | bigint | boolean | readonly string[];

export interface Property {
  readonly at: Location;
  /** Lower-case. */
  readonly name: string;
  readonly value: PropertyValue;
}

/** What a statement that stores the rows of a query says beside the query. */
export type WriteClause =
  | {
      readonly kind: 'create-table-as';
      readonly at: Location;
      readonly name: readonly Identifier[];
      readonly ifNotExists: boolean;
      readonly comment: string | undefined;
      readonly properties: readonly Property[];
      readonly withData: boolean;
    }
  | {
      readonly kind: 'insert';
      readonly at: Location;
      readonly name: readonly Identifier[];
      readonly columns: readonly Identifier[] | undefined;
    }
  | {
      readonly kind: 'unload';
      readonly at: Location;
      readonly destination: string;
      readonly properties: readonly Property[];
    };
