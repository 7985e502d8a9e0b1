import type { GlueTable } from '../../model/catalogue.js';
import type { VisibleColumn, VisibleTable } from '../catalogue.js';
import { cellsLine, columnLine, visibleProperties } from './describe.js';

const BLANK = '\t \t ';
const HEADER = cellsLine('# col_name', 'data_type', 'comment');

/**
 * DESCRIBE FORMATTED in Hive's layout: the columns that the caller may see, then what there is of the table and its
 * storage. Properties come as they do in SHOW TBLPROPERTIES.
 */
export function formattedLines(table: VisibleTable, stored: GlueTable): string[] {
  const keys = table.described.filter((column) => column.isPartitionKey);
  const columns = table.described.filter((column) => !column.isPartitionKey);
  const { storage } = stored;
  const fact = (name: string, value: string): string => `${name.padEnd(20)}\t${value.padEnd(20)}\t `;
  const parameter = ([name, value]: readonly [string, string]): string => `\t${name.padEnd(20)}\t${value.padEnd(20)}`;
  return [
    HEADER,
    BLANK,
    ...columns.map(columnLine),
    ...(keys.length === 0 ? [] : [BLANK, `# Partition Information${BLANK}`, HEADER, BLANK, ...keys.map(columnLine)]),
    BLANK,
    `# Detailed Table Information${BLANK}`,
    fact('Database:', table.schema),
    fact('CreateTime:', hiveTime(stored.createdAt)),
    fact('LastAccessTime:', 'UNKNOWN'),
    fact('Protect Mode:', 'None'),
    fact('Retention:', '0'),
    fact('Location:', storage.location ?? ''),
    fact('Table Type:', stored.tableType),
    `Table Parameters:${BLANK}`,
    ...Object.entries(visibleProperties(table, stored)).map(parameter),
    BLANK,
    `# Storage Information${BLANK}`,
    fact('SerDe Library:', storage.serializationLibrary ?? ''),
    fact('InputFormat:', storage.inputFormat ?? ''),
    fact('OutputFormat:', storage.outputFormat ?? ''),
    fact('Compressed:', 'No'),
    fact('Num Buckets:', '-1'),
    fact('Bucket Columns:', '[]'),
    fact('Sort Columns:', '[]'),
    `Storage Desc Params:${BLANK}`,
    ...Object.entries(storage.serdeParameters).map(parameter),
  ];
}

/** DESCRIBE EXTENDED: the columns, and the table in the text that Thrift gives it, its columns trimmed as well. */
export function extendedLine(table: VisibleTable, stored: GlueTable): string {
  const { storage } = stored;
  const keys = table.described.filter((column) => column.isPartitionKey);
  const serde = `SerDeInfo(name:null, serializationLib:${storage.serializationLibrary ?? 'null'}, parameters:${pairs(storage.serdeParameters)})`;
  const descriptor = [
    `cols:[${table.described.map(fieldSchema).join(', ')}]`,
    `location:${storage.location ?? 'null'}`,
    `inputFormat:${storage.inputFormat ?? 'null'}`,
    `outputFormat:${storage.outputFormat ?? 'null'}`,
    'compressed:false',
    'numBuckets:-1',
    `serdeInfo:${serde}`,
    'bucketCols:[]',
    'sortCols:[]',
    'parameters:{}',
  ];
  const members = [
    `tableName:${table.name}`,
    `dbName:${table.schema}`,
    `createTime:${Math.floor(stored.createdAt.getTime() / 1000)}`,
    'lastAccessTime:0',
    'retention:0',
    `sd:StorageDescriptor(${descriptor.join(', ')})`,
    `partitionKeys:[${keys.map(fieldSchema).join(', ')}]`,
    `parameters:${pairs(visibleProperties(table, stored))}`,
    `tableType:${stored.tableType}`,
  ];
  return `Detailed Table Information\tTable(${members.join(', ')})\t`;
}

function fieldSchema({ name, hiveType, comment }: VisibleColumn): string {
  return `FieldSchema(name:${name}, type:${hiveType}, comment:${comment ?? 'null'})`;
}

function pairs(values: Readonly<Record<string, string>>): string {
  return `{${Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')}}`;
}

/** As Java's Date prints itself, in UTC: `Thu Jan 01 00:00:00 UTC 1970`. */
function hiveTime(at: Date): string {
  const [day = '', date = '', month = '', year = '', time = ''] = at.toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${date} ${time} UTC ${year}`;
}
