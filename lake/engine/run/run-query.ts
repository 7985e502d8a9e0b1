import type { Caller } from '../../model/caller.js';
import type { GlueTable } from '../../model/catalogue.js';
import { type Lake, switchesOf } from '../../model/lake.js';
import type { StatementRequest, StatementResult } from '../../model/statement.js';
import type { Query } from '../ast/query.js';
import { PATH_NAME, type VisibleTable } from '../catalogue.js';
import { failure } from '../failure.js';
import { recordRefusedRead, requestData } from '../rights/data-access.js';
import { mayReadFiles } from '../rights/object-access.js';
import { readerOf, recordReads } from '../rights/object-calls.js';
import { CallerCatalogue } from '../rights/visible-catalogue.js';
import { readColumns, type Scan } from '../translate/scan.js';
import { type TranslatedStatement, translateStatement } from '../translate/statement.js';
import { resultColumns } from './columns.js';
import type { FileFactsReader } from './file-facts.js';
import { type FileGroup, filesOf } from './files.js';
import { type Copy, copyOf, type KnownFile, type KnownGroup } from './fill.js';
import { neededGroups, scannedBytes } from './needed.js';
import type { QueryRunner } from './query-runner.js';
import { storedFormat } from './stored-format.js';

export interface Analysis {
  readonly query: Query;
  readonly parameterCount: number;
  /** Whether the statement goes on to read what it names; EXPLAIN and CREATE VIEW do not. */
  readonly reads: boolean;
}

/** Analyses a query for its caller. Throws QueryFailure for every name that the caller may not use, as for a missing one. */
export function analyse(lake: Lake, request: StatementRequest, analysis: Analysis): TranslatedStatement {
  const catalogue = new CallerCatalogue(lake, request);
  try {
    return translate(lake, request, catalogue, analysis);
  } catch (error) {
    if (analysis.reads) recordRefusedRead(lake, request, catalogue, error);
    throw error;
  }
}

function translate(
  lake: Lake,
  request: StatementRequest,
  catalogue: CallerCatalogue,
  { query, parameterCount }: Analysis,
): TranslatedStatement {
  return translateStatement(query, {
    catalogue,
    catalog: request.catalog,
    database: request.database ?? 'default',
    startedAt: lake.clock.now(),
    parameters: request.parameters,
    cellFiltersThroughViews: switchesOf(lake).cellFiltersThroughViews === 'applied',
    parameterCount,
  });
}

/** What runs queries: one for a lake. */
export interface Machinery {
  readonly facts: FileFactsReader;
  readonly runner: QueryRunner;
}

/** Asks for the data, copies what is needed of it, and runs the query on the copy. */
export async function runQuery(
  lake: Lake,
  machinery: Machinery,
  request: StatementRequest,
  statement: TranslatedStatement,
  signal: AbortSignal,
): Promise<StatementResult> {
  const { copies, dataScannedBytes } = await openQuery(lake, machinery, request, statement);
  const batches = copies === undefined ? [] : machinery.runner.printedRows(statement, copies, signal);
  return { columns: resultColumns(statement.columns), batches, dataScannedBytes };
}

/** The same, for whom printed values are not enough: the rows as the engine below holds their values. */
export async function queryValues(
  lake: Lake,
  machinery: Machinery,
  request: StatementRequest,
  statement: TranslatedStatement,
  signal: AbortSignal,
): Promise<{
  readonly batches: AsyncIterable<readonly (readonly unknown[])[]> | readonly [];
  readonly dataScannedBytes: number;
}> {
  const { copies, dataScannedBytes } = await openQuery(lake, machinery, request, statement);
  return { batches: copies === undefined ? [] : machinery.runner.values(statement, copies, signal), dataScannedBytes };
}

/** Asks for the data, and says what is to be copied; undefined when the answer is certain to be empty. */
async function openQuery(
  lake: Lake,
  { facts }: Machinery,
  request: StatementRequest,
  statement: TranslatedStatement,
): Promise<{ readonly copies: readonly Copy[] | undefined; readonly dataScannedBytes: number }> {
  const sessions = requestData(lake, request, tablesOf(statement.scans));
  // Certain to be empty: analysis has answered, and no file is touched.
  if (statement.empty) return { copies: undefined, dataScannedBytes: 0 };
  const catalogue = new CallerCatalogue(lake, request);
  let dataScannedBytes = 0;
  const copies: Copy[] = [];
  for (const scan of statement.scans) {
    const table = storedTable(lake, scan);
    const reader = readerOf(lake, request, table, sessions.nameFor(table));
    const groups = neededGroups(
      scan,
      await knownGroups(facts, scan, openFiles(lake, request, catalogue, scan, table, reader), table),
    );
    const objects = groups.flatMap(({ files }) => files.map(({ object }) => object));
    recordReads(request.exchange, reader, objects);
    copies.push(copyOf(scan, groups));
    dataScannedBytes += scannedBytes(scan, groups);
  }
  return { copies, dataScannedBytes };
}

function tablesOf(scans: readonly Scan[]): VisibleTable[] {
  return [...new Map(scans.map(({ table }) => [JSON.stringify([table.schema, table.name]), table])).values()];
}

function storedTable(lake: Lake, { table: { source } }: Scan): GlueTable {
  const table = lake.catalogue.table(source.schema, source.name);
  if (table === undefined) throw failure('GENERIC_INTERNAL_ERROR', 'a table went away while it was queried');
  return table;
}

/**
 * The files of a scan, each of which `reader` may read. A table's partitions are listed with the caller's own right to that
 * (Athena User Guide, "fine-grained-access-to-glue-resources").
 */
function openFiles(
  lake: Lake,
  request: StatementRequest,
  catalogue: CallerCatalogue,
  scan: Scan,
  table: GlueTable,
  reader: Caller,
): readonly FileGroup[] {
  if (scan.limit === 0n) return [];
  if (table.partitionKeys.length > 0) catalogue.mayListPartitions(table);
  const groups = filesOf(lake, table, scan);
  mayReadFiles(
    lake,
    request,
    table,
    groups.flatMap((group) => group.files),
    reader,
  );
  return groups;
}

async function knownGroups(
  facts: FileFactsReader,
  scan: Scan,
  groups: readonly FileGroup[],
  table: GlueTable,
): Promise<KnownGroup[]> {
  const namesPath = readColumns(scan).some((index) => scan.table.selectable[index]?.name === PATH_NAME);
  const objects = groups.flatMap(({ files }) => files);
  const known = (await facts.factsOf(objects, storedFormat(table))).values();
  return (namesPath ? groups.flatMap(perFile) : groups).map(({ files, keys }) => ({
    keys,
    files: files.map((object): KnownFile => {
      const { value } = known.next();
      if (value === undefined) throw failure('GENERIC_INTERNAL_ERROR', 'a file was not looked at');
      return { path: object.path, etag: object.etag, facts: value, object };
    }),
  }));
}

function perFile({ files, keys }: FileGroup): FileGroup[] {
  return files.map((file) => ({
    files: [file],
    keys: new Map([...keys, [PATH_NAME, `s3://${file.bucket}/${file.key}`]]),
  }));
}
