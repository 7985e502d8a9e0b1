import type { GlueTable } from '../../model/catalogue.js';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest, StatementResult } from '../../model/statement.js';
import type { WriteClause } from '../ast/write.js';
import type { VisibleTable } from '../catalogue.js';
import { failure, notSupported } from '../failure.js';
import { CallerCatalogue } from '../rights/visible-catalogue.js';
import { refuseOtherThanParquet } from '../run/stored-format.js';
import { shownTarget, type Target, targetOf } from '../target.js';
import type { TranslatedStatement } from '../translate/statement.js';
import { typeOfHive } from '../types/hive-type.js';
import { outgoing, placeOf } from './destination.js';
import { knownPartitions, partitionKey, registerPartitions } from './new-partitions.js';
import { tableCodec } from './settings.js';
import type { StoredColumn } from './stored-type.js';
import { asTable } from './typed-query.js';
import { type WriteContext, writeRows, writtenResult } from './write-rows.js';

type Insert = Extract<WriteClause, { readonly kind: 'insert' }>;

/**
 * INSERT INTO: one more file for each partition that gets rows (Athena User Guide, "insert-into"). In a registered location
 * Lake Formation's INSERT is needed, and the caller's own right to write the objects everywhere. Throws QueryFailure.
 */
export async function insertInto(
  context: WriteContext,
  clause: Insert,
  analysed: () => TranslatedStatement,
): Promise<StatementResult> {
  const { lake, request } = context;
  const target = targetOf(request, clause.name, clause.at);
  const visible = visibleTarget(lake, request, target, clause);
  if (visible?.isView === true) throw failure('NOT_SUPPORTED', 'Inserting into views is not supported', clause.at);
  const query = analysed();
  const stored = visible === undefined ? undefined : lake.catalogue.table(visible.source.schema, visible.source.name);
  if (visible === undefined || stored === undefined) {
    throw failure('TABLE_NOT_FOUND', `Table '${shownTarget(target)}' does not exist`, clause.at);
  }
  if (visible.unreadable !== undefined) throw notSupported(visible.unreadable, clause.at);
  mayInsert(lake, request, visible, stored);
  refuseOtherThanParquet(stored);
  const columns = visible.all.filter((column) => !column.isPartitionKey).map(storedColumn);
  const keys = visible.all.filter((column) => column.isPartitionKey).map(storedColumn);
  const statement = asTable(query, [...columns, ...keys], namedColumns(clause, visible), clause.at);
  const base = placeOf(stored.storage.location ?? '');
  if (base === undefined) throw failure('HIVE_FILESYSTEM_ERROR', 'The table has no location to write to');
  const known = knownPartitions(lake, stored);
  const codec = tableCodec(stored.parameters);
  const names = keys.map(({ name }) => name);
  const written = await writeRows(context, statement, { columns, keys, codec }, (files) =>
    outgoing(files, base, names, (values) => placeOf(known.get(partitionKey(values)) ?? '')),
  );
  await registerPartitions(lake, request, stored, base, written.files);
  return writtenResult(written);
}

function visibleTarget(
  lake: Lake,
  request: StatementRequest,
  { schema, table }: Target,
  { at }: Insert,
): VisibleTable | undefined {
  const catalogue = new CallerCatalogue(lake, request);
  if (!catalogue.hasSchema(schema)) throw failure('SCHEMA_NOT_FOUND', `Schema '${schema}' does not exist`, at);
  return catalogue.table(schema, table);
}

/**
 * Where Lake Formation gives out the table's data, its INSERT is needed ("lf-permissions-reference"). Who sees the table
 * in part only cannot write it at all, as in Trino: a row written whole could not be held against what is hidden.
 */
function mayInsert(lake: Lake, { exchange }: StatementRequest, visible: VisibleTable, table: GlueTable): void {
  const { principalArn } = exchange.caller;
  const holds = lake.permissions.may(principalArn, 'INSERT', table.databaseName, table.name);
  if (!holds && lake.permissions.vendsData(principalArn, table)) {
    const text = `Insufficient Lake Formation permission(s): Required Insert on ${table.name}`;
    throw failure('PERMISSION_DENIED', text);
  }
  if (visible.cells !== undefined) {
    throw failure('NOT_SUPPORTED', 'Insert into table with a row filter is not supported');
  }
  const { selectable, described, all } = visible;
  if (described.length < all.length || (selectable.length > 0 && selectable.length < all.length)) {
    throw failure('NOT_SUPPORTED', 'Insert into table with column masks is not supported');
  }
}

function storedColumn({ name, hiveType }: VisibleTable['all'][number]): StoredColumn {
  const type = typeOfHive(hiveType);
  if (type === undefined) throw notSupported(`writing a column of type ${hiveType}`);
  return { name, type };
}

/** The columns that the query's go to, in its order. */
function namedColumns({ columns, at }: Insert, { all }: VisibleTable): readonly string[] {
  const table = all.map(({ name }) => name);
  if (columns === undefined) return table;
  const names = columns.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (!table.includes(name)) {
      throw failure('COLUMN_NOT_FOUND', `Insert column name does not exist in target table: ${name}`, at);
    }
    if (names.indexOf(name) < index) {
      throw failure('DUPLICATE_COLUMN_NAME', `Insert column name is specified more than once: ${name}`, at);
    }
  }
  return names;
}
