import { DEFAULT_SWITCHES, type Lake } from '../../model/lake.js';
import type { StatementRequest, StatementResult } from '../../model/statement.js';
import type { Query } from '../ast/query.js';
import { PATH_NAME, type VisibleTable } from '../catalogue.js';
import { failure } from '../failure.js';
import { requestData } from '../rights/data-access.js';
import { mayReadFiles } from '../rights/object-access.js';
import { CallerCatalogue } from '../rights/visible-catalogue.js';
import type { Sql } from '../sql/fragment.js';
import type { Scan } from '../translate/scan.js';
import { type TranslatedStatement, translateStatement } from '../translate/statement.js';
import { resultColumns } from './columns.js';
import type { FileFactsReader } from './file-facts.js';
import { type FileGroup, filesOf } from './files.js';
import { fillSql, type KnownGroup, scannedBytes } from './fill.js';
import { CapabilityInstance } from './instance.js';
import { printed } from './values.js';

/** Analyses a query for its caller. Throws QueryFailure for every name that the caller may not use, as for a missing one. */
export function analyse(
  lake: Lake,
  request: StatementRequest,
  query: Query,
  parameterCount: number,
): TranslatedStatement {
  return translateStatement(query, {
    catalogue: new CallerCatalogue(lake, request),
    catalog: request.catalog,
    database: request.database ?? 'default',
    startedAt: lake.clock.now(),
    parameters: request.parameters,
    cellFiltersThroughViews: { ...DEFAULT_SWITCHES, ...lake.switches }.cellFiltersThroughViews === 'applied',
    parameterCount,
  });
}

/** Asks for the data, copies what is needed of it, and runs the query on the copy. */
export async function runQuery(
  lake: Lake,
  facts: FileFactsReader,
  request: StatementRequest,
  statement: TranslatedStatement,
  signal: AbortSignal,
): Promise<StatementResult> {
  const { rows, dataScannedBytes } = await openQuery(lake, facts, request, statement, signal);
  return { columns: resultColumns(statement.columns), rows: printedRows(rows, statement), dataScannedBytes };
}

/** A query whose rows are still to be read, as the engine below holds their values. */
export interface OpenQuery {
  readonly rows: AsyncIterable<readonly unknown[]>;
  readonly dataScannedBytes: number;
}

/** The same, for whom printed values are not enough. */
export async function openQuery(
  lake: Lake,
  facts: FileFactsReader,
  request: StatementRequest,
  statement: TranslatedStatement,
  signal: AbortSignal,
): Promise<OpenQuery> {
  requestData(lake, request, tablesOf(statement.scans));
  let dataScannedBytes = 0;
  const fills: Sql[] = [];
  // Certain to be empty: analysis has answered, and no file is touched.
  if (statement.empty) return { rows: rowsOf(fills, statement, signal), dataScannedBytes };
  for (const scan of statement.scans) {
    const groups = await knownGroups(lake, facts, request, scan);
    fills.push(fillSql(scan, groups));
    dataScannedBytes += scannedBytes(scan, groups);
  }
  return { rows: rowsOf(fills, statement, signal), dataScannedBytes };
}

function tablesOf(scans: readonly Scan[]): VisibleTable[] {
  return [...new Map(scans.map(({ table }) => [JSON.stringify([table.schema, table.name]), table])).values()];
}

async function knownGroups(
  lake: Lake,
  facts: FileFactsReader,
  request: StatementRequest,
  scan: Scan,
): Promise<KnownGroup[]> {
  if (scan.limit === 0n) return [];
  const table = lake.catalogue.table(scan.table.source.schema, scan.table.source.name);
  if (table === undefined) throw failure('GENERIC_INTERNAL_ERROR', 'a table went away while it was queried');
  const namesPath = [...scan.used].some((index) => scan.table.selectable[index]?.name === PATH_NAME);
  const groups = filesOf(lake, table, scan);
  mayReadFiles(
    lake,
    request,
    table,
    groups.flatMap((group) => group.files),
  );
  return Promise.all(
    (namesPath ? groups.flatMap(perFile) : groups).map(async ({ files, keys }) => ({
      keys,
      files: await Promise.all(files.map(async (file) => ({ path: file.path, facts: await facts.factsOf(file) }))),
    })),
  );
}

function perFile({ files, keys }: FileGroup): FileGroup[] {
  return files.map((file) => ({
    files: [file],
    keys: new Map([...keys, [PATH_NAME, `s3://${file.bucket}/${file.key}`]]),
  }));
}

/** The instance is made when the rows are first asked for, and is gone when they have been read. */
async function* rowsOf(
  fills: readonly Sql[],
  { sql, columns, empty }: TranslatedStatement,
  signal: AbortSignal,
): AsyncGenerator<readonly unknown[]> {
  if (empty) return;
  const instance = await CapabilityInstance.create(fills, signal);
  for await (const row of instance.rows(sql, signal)) {
    // Defence in depth: the rows must have the shape that analysis gave them.
    if (row.length !== columns.length)
      throw failure('GENERIC_INTERNAL_ERROR', 'a row has another shape than its query');
    yield row;
  }
}

async function* printedRows(
  rows: OpenQuery['rows'],
  { columns }: TranslatedStatement,
): AsyncGenerator<(string | null)[]> {
  for await (const row of rows) yield columns.map(({ type }, index) => printed(row[index], type));
}
