import type { StatementRequest } from '../model/statement.js';
import { dotted, type Identifier } from './ast/identifier.js';
import type { Location } from './ast/location.js';
import { CATALOG } from './catalogue.js';
import { failure } from './failure.js';

/** The table or view that a statement makes, writes or drops, by its lower-case names. */
export interface Target {
  readonly schema: string;
  readonly table: string;
}

/** Throws QueryFailure for a name of another catalog, or none. */
export function targetOf(request: StatementRequest, name: readonly Identifier[], at: Location): Target {
  const [table = '', schema, catalog] = [...name].reverse().map((part) => part.name);
  if (name.length > 3) throw failure('SYNTAX_ERROR', `Too many dots in table name: ${dotted(name)}`, at);
  const catalogName = catalog ?? request.catalog;
  if (catalogName !== CATALOG) throw failure('CATALOG_NOT_FOUND', `Catalog '${catalogName}' does not exist`, at);
  return { schema: schema ?? request.database ?? 'default', table };
}

/** As Athena prints it. */
export function shownTarget({ schema, table }: Target): string {
  return `${CATALOG}.${schema}.${table}`;
}
