import { z } from 'zod';
import type { GlueTable } from '../../model/catalogue.js';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import type { VisibleTable } from '../catalogue.js';
import { notSupported } from '../failure.js';
import { ddlFailure, errorCodes, tellGlue } from './glue-task.js';
import type { HiveStatement, PartitionValue } from './statement.js';
import { glueColumn } from './table-input.js';

type Of<K extends HiveStatement['kind']> = Extract<HiveStatement, { readonly kind: K }>;

/** What a table's answer has in common with the input that makes it. */
const answered = z.object({
  Table: z.object({
    Name: z.string(),
    Description: z.string().optional(),
    Owner: z.string().optional(),
    Retention: z.number().optional(),
    TableType: z.string().optional(),
    PartitionKeys: z.array(z.unknown()).optional(),
    Parameters: z.record(z.string(), z.string()).optional(),
    StorageDescriptor: z.looseObject({ Columns: z.array(z.unknown()).optional() }).optional(),
  }),
});

/** The values of a partition in the order of the table's keys. Throws QueryFailure for other keys than those. */
export function orderedValues({ partitionKeys }: GlueTable, values: readonly PartitionValue[]): readonly string[] {
  const ordered = partitionKeys.flatMap(
    ({ name }) => values.find(({ key }) => key === name.toLowerCase())?.value ?? [],
  );
  if (ordered.length === partitionKeys.length && values.length === ordered.length) return ordered;
  throw ddlFailure('MetaException(message:Invalid partition spec)');
}

/**
 * ALTER TABLE DROP PARTITION: the metadata goes, the data stays (Athena User Guide, "alter-table-drop-partition"). Glue's
 * word is Lake Formation's. Throws QueryFailure.
 */
export async function dropPartitions(
  lake: Lake,
  request: StatementRequest,
  table: GlueTable,
  { partitions, ifExists }: Of<'drop-partitions'>,
): Promise<void> {
  const PartitionsToDelete = partitions.map((values) => ({ Values: [...orderedValues(table, values)] }));
  const input = { DatabaseName: table.databaseName, TableName: table.name, PartitionsToDelete };
  const codes = errorCodes(await tellGlue(lake, request, 'BatchDeletePartition', input));
  const [code] = codes.filter((one) => !(ifExists && one === 'EntityNotFoundException'));
  if (code !== undefined) throw ddlFailure(`MetaException(message:${code})`);
}

/** ALTER TABLE SET TBLPROPERTIES and ADD COLUMNS replace the definition by Glue's UpdateTable. Throws QueryFailure. */
export async function changeTable(
  lake: Lake,
  request: StatementRequest,
  visible: VisibleTable,
  change: Of<'set-properties'> | Of<'add-columns'>,
): Promise<void> {
  if (visible.isView) throw notSupported('ALTER TABLE of a view');
  if (visible.unreadable !== undefined) throw notSupported(`ALTER TABLE of ${visible.unreadable}`);
  const { schema, name } = visible.source;
  const named = { DatabaseName: schema, Name: name };
  const { Table } = answered.parse(await tellGlue(lake, request, 'GetTable', named));
  // Who sees a part of the table would write back a part of it. ALTER, which is needed, shows it all.
  if (visible.described.length < visible.all.length) {
    throw ddlFailure(`MetaException(message:Insufficient Lake Formation permission(s): Required Alter on ${name})`);
  }
  await tellGlue(lake, request, 'UpdateTable', { DatabaseName: schema, TableInput: changed(Table, visible, change) });
}

function changed(
  table: z.infer<typeof answered>['Table'],
  { all }: VisibleTable,
  change: Of<'set-properties'> | Of<'add-columns'>,
): Readonly<Record<string, unknown>> {
  if (change.kind === 'set-properties') {
    const kind = change.properties.table_type ?? table.Parameters?.table_type;
    if (kind !== undefined && kind !== table.Parameters?.table_type) throw notSupported('a change of table_type');
    return { ...table, Parameters: { ...table.Parameters, ...change.properties } };
  }
  const names = [...all.map(({ name }) => name), ...change.columns.map(({ name }) => name)];
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw ddlFailure(`MetaException(message:Duplicate column name: ${twice})`);
  const Columns = [...(table.StorageDescriptor?.Columns ?? []), ...change.columns.map(glueColumn)];
  return { ...table, StorageDescriptor: { ...table.StorageDescriptor, Columns } };
}
