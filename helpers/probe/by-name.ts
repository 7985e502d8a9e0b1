import { readAccepted } from './answers.js';
import { columnSet } from './column-set.js';
import type { ProbeDefinition } from './probe-kind.js';

/**
 * A table that is expected refused, and a table of a database that is: asked for as a whole, returning no row. The SQL
 * is that of `column-set`, so an entitled profile's own probe is at the same time the control of the refusal.
 */
export const tableByName: ProbeDefinition = { sql: columnSet.sql, read: readAccepted };
export const databaseByName: ProbeDefinition = { sql: columnSet.sql, read: readAccepted };
