import type { GlueTable } from '../../model/catalogue.js';
import type { VisibleColumn, VisibleTable } from '../catalogue.js';

const WIDTH = 20;

/** Hive pads name, type and comment to 20 characters and joins them by tabs (recorded from Athena). */
export function cellsLine(name: string, type: string, comment: string): string {
  return [name, type, comment].map((part) => part.padEnd(WIDTH)).join('\t');
}

export const columnLine = (column: VisibleColumn): string =>
  cellsLine(column.name, column.hiveType, column.comment ?? '');

/** DESCRIBE: the columns that the caller may see, then the partition keys once more. One text a row. */
export function describeLines(table: VisibleTable): string[] {
  const keys = table.described.filter((column) => column.isPartitionKey);
  const columns = table.described.map(columnLine);
  if (keys.length === 0) return columns;
  const blank = '\t \t ';
  const header = `# ${'col_name'.padEnd(WIDTH)}\t${'data_type'.padEnd(WIDTH)}\t${'comment'.padEnd(WIDTH)}`;
  return [...columns, blank, '# Partition Information\t \t ', header, blank, ...keys.map(columnLine)];
}

/** SHOW CREATE TABLE, one row a line. Columns are those that the caller may see; properties come as they are. */
export function createTableLines(table: VisibleTable, stored: GlueTable): string[] {
  const columns = table.described.filter((column) => !column.isPartitionKey);
  const keys = table.described.filter((column) => column.isPartitionKey);
  const { storage } = stored;
  return [
    `CREATE EXTERNAL TABLE \`${table.schema}.${table.name}\`(`,
    ...definitions(columns),
    ...(keys.length === 0 ? [] : ['PARTITIONED BY ( ', ...definitions(keys)]),
    ...quoted('ROW FORMAT SERDE ', storage.serializationLibrary),
    ...quoted('STORED AS INPUTFORMAT ', storage.inputFormat),
    ...quoted('OUTPUTFORMAT ', storage.outputFormat),
    ...quoted('LOCATION', storage.location),
    ...properties(visibleProperties(table, stored)),
  ];
}

function definitions(columns: readonly VisibleColumn[]): string[] {
  return columns.map((column, index) => {
    const comment = column.comment === undefined ? '' : ` COMMENT '${column.comment}'`;
    return `  \`${column.name}\` ${column.hiveType}${comment}${index === columns.length - 1 ? ')' : ', '}`;
  });
}

function quoted(keyword: string, value: string | undefined): string[] {
  return value === undefined ? [] : [keyword, `  '${value}'`];
}

/**
 * Properties go out as they are, though they can hold a schema too, but for Spark's own copy of it, which goes when a
 * column is hidden (Lake Formation Developer Guide, "limitations").
 */
export function visibleProperties(table: VisibleTable, stored: GlueTable): Readonly<Record<string, string>> {
  if (table.described.length === table.all.length) return stored.parameters;
  return Object.fromEntries(
    Object.entries(stored.parameters).filter(([key]) => !key.startsWith('spark.sql.sources.schema')),
  );
}

function properties(parameters: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(parameters);
  const lines = entries.map(
    ([key, value], index) => `  '${key}'='${value}'${index === entries.length - 1 ? ')' : ', '}`,
  );
  return entries.length === 0 ? [] : ['TBLPROPERTIES (', ...lines];
}
