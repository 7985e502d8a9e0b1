import type { StatementResult } from '../../model/statement.js';
import type { WriteClause } from '../ast/write.js';
import { failure, QueryFailure } from '../failure.js';
import { PARQUET } from '../hive/storage-format.js';
import { SERDE_PARAMETERS, tableInput } from '../hive/table-input.js';
import { callGlue } from '../rights/glue-call.js';
import { CallerCatalogue } from '../rights/visible-catalogue.js';
import { shownTarget, type Target, targetOf } from '../target.js';
import type { TranslatedStatement } from '../translate/statement.js';
import { outgoing, type Place, placeOf, requireEmpty } from './destination.js';
import { registerPartitions } from './new-partitions.js';
import { cutKeys } from './partition-keys.js';
import { tableSettings } from './settings.js';
import { type StoredColumn, storedColumns, storedHiveType } from './stored-type.js';
import { NOTHING_STORED, type WriteContext, writeRows, writtenResult } from './write-rows.js';

type CreateTableAs = Extract<WriteClause, { readonly kind: 'create-table-as' }>;

/**
 * CREATE TABLE AS: Lake Formation decides what is read, the caller's own rights whether it can be stored where it is to
 * be, and Glue, with CREATE_TABLE and the data location permission, whether there is a table of it (Athena User Guide,
 * "create-table-as", "lf-athena-user-permissions"). What was stored stays when the table is refused: "Athena will not
 * delete data in your account". Throws QueryFailure.
 */
export async function createTableAs(
  context: WriteContext,
  clause: CreateTableAs,
  analysed: () => TranslatedStatement,
): Promise<StatementResult> {
  const { lake, request } = context;
  const target = targetOf(request, clause.name, clause.at);
  const catalogue = new CallerCatalogue(lake, request);
  const hasSchema = catalogue.hasSchema(target.schema);
  if (hasSchema && catalogue.table(target.schema, target.table) !== undefined) {
    if (clause.ifNotExists) return writtenResult(NOTHING_STORED);
    throw failure('TABLE_ALREADY_EXISTS', `Destination table '${shownTarget(target)}' already exists`, clause.at);
  }
  const settings = tableSettings(clause.properties);
  const statement = analysed();
  const { columns, keys } = cutKeys(storedColumns(statement.columns, clause.at), settings.partitionedBy, clause.at);
  if (!hasSchema) {
    const text = `Database ${target.schema} not found. Please check your query.`;
    throw new QueryFailure(text, { category: 2, type: 1301 });
  }
  const { location, place } = locationOf(context, target, settings.externalLocation, clause);
  const names = keys.map(({ name }) => name);
  const stored = clause.withData
    ? await writeRows(context, statement, { columns, keys, codec: settings.codec }, (files) =>
        outgoing(files, place, names),
      )
    : NOTHING_STORED;
  const TableInput = tableInput(lake, target.table, {
    columns: columns.map(hiveColumn),
    keys: keys.map(hiveColumn),
    comment: clause.comment,
    storage: PARQUET,
    serdeParameters: SERDE_PARAMETERS,
    location,
    properties: { has_encrypted_data: 'false', 'parquet.compression': settings.codecName },
  });
  await callGlue(lake, request, 'CreateTable', { DatabaseName: target.schema, TableInput });
  const table = lake.catalogue.table(target.schema, target.table);
  if (table !== undefined) await registerPartitions(lake, request, table, place, stored.files);
  return writtenResult(stored);
}

function hiveColumn({ name, type }: StoredColumn): { readonly name: string; readonly type: string } {
  return { name, type: storedHiveType(type) };
}

/** `tables/<query id>` below the results, or the caller's own choice, which must hold nothing. */
function locationOf(
  { lake, request }: WriteContext,
  { schema, table }: Target,
  external: string | undefined,
  { at }: CreateTableAs,
): { readonly location: string; readonly place: Place } {
  const location = external ?? `${request.output?.location ?? ''}tables/${request.queryExecutionId}`;
  const place = placeOf(location);
  if (place === undefined) {
    throw failure('INVALID_TABLE_PROPERTY', `External location is not a valid file system URI: ${location}`, at);
  }
  if (external !== undefined) requireEmpty(lake, request, place, `${schema}.${table}`);
  return { location, place };
}
