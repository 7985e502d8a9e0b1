import type { StatementResult } from '../../model/statement.js';
import type { WriteClause } from '../ast/write.js';
import { failure } from '../failure.js';
import type { TranslatedStatement } from '../translate/statement.js';
import { outgoing, placeOf, requireEmpty } from './destination.js';
import { cutKeys } from './partition-keys.js';
import { unloadSettings } from './settings.js';
import { storedColumns } from './stored-type.js';
import { type WriteContext, writeRows, writtenResult } from './write-rows.js';

type Unload = Extract<WriteClause, { readonly kind: 'unload' }>;

/**
 * UNLOAD: the rows that the caller may see, to wherever the caller may write; Lake Formation has no say in that (Athena
 * User Guide, "unload", "security-athena-lake-formation"). The place must hold nothing, unless partitions are written.
 * Throws QueryFailure.
 */
export async function unload(
  context: WriteContext,
  clause: Unload,
  analysed: () => TranslatedStatement,
): Promise<StatementResult> {
  const { lake, request } = context;
  const settings = unloadSettings(clause.properties, clause.at);
  const statement = analysed();
  const { columns, keys } = cutKeys(storedColumns(statement.columns, clause.at), settings.partitionedBy, clause.at);
  const place = placeOf(clause.destination);
  if (place === undefined) {
    const text = `External location is not a valid file system URI: ${clause.destination}`;
    throw failure('INVALID_TABLE_PROPERTY', text, clause.at);
  }
  // Athena writes by way of a table of its own, which the message names.
  const table = `${request.database ?? 'default'}.temp_${request.queryExecutionId.replaceAll('-', '_')}`;
  if (keys.length === 0) requireEmpty(lake, request, place, table);
  const names = keys.map(({ name }) => name);
  const stored = await writeRows(context, statement, { columns, keys, codec: settings.codec }, (files) =>
    outgoing(files, place, names),
  );
  return writtenResult(stored);
}
