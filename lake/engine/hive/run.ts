import { randomUUID } from 'node:crypto';
import { AwsError } from '../../model/aws-error.js';
import type { GlueTable } from '../../model/catalogue.js';
import type { Lake } from '../../model/lake.js';
import type { ResultColumn, StatementRequest, StatementResult } from '../../model/statement.js';
import { CATALOG, type VisibleTable } from '../catalogue.js';
import { notSupported, QueryFailure } from '../failure.js';
import { isAllowedOnS3 } from '../rights/object-access.js';
import { CallerCatalogue } from '../rights/visible-catalogue.js';
import { hiveColumn, resultColumns } from '../run/columns.js';
import type { TrustedReader } from '../run/trusted-reader.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { typeOfHive } from '../types/hive-type.js';
import { typeText, VARCHAR } from '../types/trino-type.js';
import { decodeView } from '../views/definition.js';
import { changeTable, dropPartitions, orderedValues } from './alter-table.js';
import { createExternalTable } from './create-table.js';
import { createDatabase, dropDatabase, dropTable } from './databases.js';
import { createTableLines, describeLines, visibleProperties } from './describe.js';
import { extendedLine, formattedLines } from './describe-table.js';
import { ddlFailure } from './glue-task.js';
import { addPartitions, missingPartitions } from './partitions.js';
import type { HiveStatement, TableName } from './statement.js';

/**
 * What Athena resolves at once: DESCRIBE and SHOW COLUMNS of what the caller does not see are refused, not FAILED. Gives
 * whether the statement describes a view.
 */
export function resolveAtOnce(lake: Lake, request: StatementRequest, statement: HiveStatement): boolean {
  if (statement.kind !== 'describe' && statement.kind !== 'show-columns') return false;
  const found = lookUp(lake, request, statement.table);
  if (found === undefined) throw entityNotFound();
  return found.visible.isView;
}

/** `Entity Not Found …`, in the words recorded from Athena. */
function entityNotFound(): AwsError {
  const detail = `Service: AmazonDataCatalog; Status Code: 400; Error Code: EntityNotFoundException; Request ID: ${randomUUID()}; Proxy: null`;
  return new AwsError('InvalidRequestException', `Entity Not Found (${detail})`, {
    members: { AthenaErrorCode: 'INVALID_INPUT', ErrorCode: 'INVALID_INPUT' },
  });
}

export async function runHive(
  lake: Lake,
  reader: TrustedReader,
  request: StatementRequest,
  statement: HiveStatement,
): Promise<StatementResult> {
  switch (statement.kind) {
    case 'show-databases': {
      const names = new CallerCatalogue(lake, request).schemaNames();
      return lines([hiveColumn('database_name')], await matching(reader, names, statement.like));
    }
    case 'show-tables': {
      const schema = statement.schema ?? request.database ?? 'default';
      const names = tablesOf(lake, request, schema);
      return lines([hiveColumn('tab_name')], await matching(reader, names, statement.like));
    }
    case 'show-columns': {
      const { visible } = known(lake, request, statement.table);
      if (visible.isView) return viewColumns(visible);
      const names = visible.described.map((column) => column.name.padEnd(20));
      return lines([hiveColumn('field')], names);
    }
    case 'describe': {
      const { visible, stored } = known(lake, request, statement.table);
      if (visible.isView) {
        if (statement.style !== 'plain') throw notSupported('DESCRIBE FORMATTED and EXTENDED of a view');
        return viewColumns(visible);
      }
      return lines(['col_name', 'data_type', 'comment'].map(hiveColumn), described(visible, stored, statement.style));
    }
    case 'show-partitions': {
      const { stored } = known(lake, request, statement.table);
      new CallerCatalogue(lake, request).mayListPartitions(stored);
      return lines([hiveColumn('partition')], partitionNames(lake, stored));
    }
    case 'show-properties': {
      const { visible, stored } = known(lake, request, statement.table);
      const rows = Object.entries(visibleProperties(visible, stored)).map(([key, value]) => `${key}\t${value}`);
      return lines(['prpt_name', 'prpt_value'].map(hiveColumn), rows);
    }
    case 'show-create-table': {
      const { visible, stored } = known(lake, request, statement.table);
      return lines([hiveColumn('createtab_stmt')], createTableLines(visible, stored));
    }
    case 'show-create-view': {
      const { visible } = known(lake, request, statement.table);
      const text = decodeView(visible.viewText)?.originalSql;
      if (!visible.isView || text === undefined) throw notSupported('SHOW CREATE VIEW of what is no view of Athena');
      const create = `CREATE VIEW ${visible.schema}.${visible.name} AS`;
      return lines([hiveColumn('Create View')], [create, ...text.split('\n')]);
    }
    case 'create-database':
      await createDatabase(lake, request, statement);
      return lines([], []);
    case 'create-table':
      await createExternalTable(lake, request, statement);
      return lines([], []);
    case 'drop-database':
      await dropDatabase(lake, request, statement);
      return lines([], []);
    case 'drop-table': {
      if (statement.ifExists && lookUp(lake, request, statement.table) === undefined) return lines([], []);
      const { visible } = known(lake, request, statement.table);
      await dropTable(lake, request, visible.schema, visible.name);
      return lines([], []);
    }
    case 'msck':
      return repair(lake, request, known(lake, request, statement.table).stored);
    case 'add-partitions':
      return alterAddPartitions(lake, request, known(lake, request, statement.table).stored, statement);
    case 'drop-partitions':
      await dropPartitions(lake, request, known(lake, request, statement.table).stored, statement);
      return lines([], []);
    case 'set-properties':
    case 'add-columns':
      await changeTable(lake, request, known(lake, request, statement.table).visible, statement);
      return lines([], []);
    case 'unmodelled':
      throw statement.failure;
  }
}

function described(
  visible: VisibleTable,
  stored: GlueTable,
  style: Extract<HiveStatement, { readonly kind: 'describe' }>['style'],
): readonly string[] {
  switch (style) {
    case 'plain':
      return describeLines(visible);
    case 'formatted':
      return formattedLines(visible, stored);
    case 'extended':
      return [...describeLines(visible), '\t \t ', extendedLine(visible, stored)];
  }
}

/** A view's columns come as `column` and `type`, in Trino's types (recorded from Athena). */
function viewColumns({ described: columns }: VisibleTable): StatementResult {
  const rows = columns.map(({ name, hiveType }) => {
    const type = typeOfHive(hiveType);
    return [name, type === undefined ? hiveType : typeText(type)];
  });
  const header = ['column', 'type'].map((name) => ({ name, type: VARCHAR }));
  return { columns: resultColumns(header), batches: [rows], dataScannedBytes: 0 };
}

function lines(columns: readonly ResultColumn[], rows: readonly string[]): StatementResult {
  return { columns, batches: [rows.map((row) => [row])], dataScannedBytes: 0 };
}

function tablesOf(lake: Lake, request: StatementRequest, schema: string): readonly string[] {
  const catalogue = new CallerCatalogue(lake, request);
  if (catalogue.hasSchema(schema)) return catalogue.tableNames(schema);
  throw new QueryFailure(`FAILED: SemanticException [Error 10072]: Database does not exist: ${schema}`, {
    category: 1,
    type: 1003,
  });
}

interface KnownTable {
  readonly visible: VisibleTable;
  readonly stored: GlueTable;
}

function lookUp(lake: Lake, request: StatementRequest, name: TableName): KnownTable | undefined {
  const catalog = name.catalog ?? request.catalog;
  if (catalog !== CATALOG) return undefined;
  const schema = name.schema ?? request.database ?? 'default';
  const catalogue = new CallerCatalogue(lake, request);
  const visible = catalogue.hasSchema(schema) ? catalogue.table(schema, name.table) : undefined;
  if (visible === undefined) return undefined;
  const stored = lake.catalogue.table(visible.source.schema, visible.source.name);
  return stored === undefined ? undefined : { visible, stored };
}

function known(lake: Lake, request: StatementRequest, name: TableName): KnownTable {
  const found = lookUp(lake, request, name);
  if (found !== undefined) return found;
  const table = [name.schema ?? request.database ?? 'default', name.table].join('.');
  throw new QueryFailure(`FAILED: SemanticException [Error 10001]: Table not found ${table}`, {
    category: 1,
    type: 1003,
  });
}

/** Athena matches whole names by a regular expression, in which a lone `*` stands for any text. RE2 takes linear time. */
async function matching(
  reader: TrustedReader,
  names: readonly string[],
  like: string | undefined,
): Promise<readonly string[]> {
  if (like === undefined || names.length === 0) return names;
  const pattern = Sql.literal(`(?i)${like.replaceAll(/(?<!\.)\*/g, '.*')}`);
  const values = list(names.map((name) => sql`(${Sql.literal(name)})`));
  try {
    const rows = await reader.rows(
      sql`SELECT c0 FROM (VALUES ${values}) AS r0(c0) WHERE regexp_full_match(c0, ${pattern})`,
    );
    return rows.map(([name]) => String(name));
  } catch {
    throw ddlFailure(`MetaException(message:the pattern '${like}' is no regular expression)`);
  }
}

function partitionNames(lake: Lake, table: GlueTable): string[] {
  return lake.catalogue.partitions(table.databaseName, table.name).map(({ values }) => partitionName(table, values));
}

function partitionName(table: GlueTable, values: readonly string[]): string {
  return table.partitionKeys.map((key, index) => `${key.name}=${values[index] ?? ''}`).join('/');
}

/** Hive's report: what was missing, then what was added. */
async function repair(lake: Lake, request: StatementRequest, table: GlueTable): Promise<StatementResult> {
  mayList(lake, request, table);
  const missing = missingPartitions(lake, table);
  if (missing.length === 0) return lines([], []);
  await addPartitions(lake, request, table, missing);
  const names = missing.map(({ values }) => `${table.name}:${partitionName(table, values)}`);
  const added = names.map((name) => `Repair: Added partition to metastore ${name}`);
  return lines([], [`Partitions not in metastore:\t${names.join('\t')}`, ...added]);
}

function mayList(lake: Lake, request: StatementRequest, table: GlueTable): void {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(table.storage.location ?? '') ?? [];
  if (!isAllowedOnS3(lake, request, 's3:ListBucket', bucket, { 's3:prefix': prefix }))
    throw ddlFailure(
      'MetaException(message:Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied))',
    );
}

async function alterAddPartitions(
  lake: Lake,
  request: StatementRequest,
  table: GlueTable,
  statement: Extract<HiveStatement, { readonly kind: 'add-partitions' }>,
): Promise<StatementResult> {
  const base = (table.storage.location ?? '').replace(/\/?$/, '/');
  const partitions = statement.partitions.map(({ values, location }) => {
    const list = orderedValues(table, values);
    return { values: list, location: location ?? `${base}${partitionName(table, list)}/` };
  });
  const errors = await addPartitions(lake, request, table, partitions);
  const serious = errors.filter((code) => !(statement.ifNotExists && code === 'AlreadyExistsException'));
  if (serious[0] !== undefined) throw ddlFailure(`MetaException(message:${serious[0]})`);
  return lines([], []);
}
