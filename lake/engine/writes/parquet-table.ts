import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import { callGlue } from '../rights/glue-call.js';
import { type StoredColumn, storedHiveType } from './stored-type.js';

/** Hive's classes of Parquet tables. */
export const PARQUET_STORAGE = {
  InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  SerdeInfo: {
    SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
    Parameters: { 'serialization.format': '1' },
  },
} as const;

export interface NewTable {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly StoredColumn[];
  readonly keys: readonly StoredColumn[];
  readonly location: string;
  readonly comment: string | undefined;
  readonly codecName: string;
}

/** Makes the table through Glue, whose word is IAM's and Lake Formation's. Throws QueryFailure. */
export async function createParquetTable(lake: Lake, request: StatementRequest, table: NewTable): Promise<void> {
  const input = {
    Name: table.table,
    TableType: 'EXTERNAL_TABLE',
    PartitionKeys: table.keys.map(glueColumn),
    Parameters: {
      EXTERNAL: 'TRUE',
      has_encrypted_data: 'false',
      'parquet.compression': table.codecName,
      transient_lastDdlTime: String(Math.floor(lake.clock.now().getTime() / 1000)),
      ...(table.comment === undefined ? {} : { comment: table.comment }),
    },
    StorageDescriptor: { ...PARQUET_STORAGE, Columns: table.columns.map(glueColumn), Location: table.location },
  };
  await callGlue(lake, request, 'CreateTable', { DatabaseName: table.schema, TableInput: input });
}

function glueColumn({ name, type }: StoredColumn): { readonly Name: string; readonly Type: string } {
  return { Name: name, Type: storedHiveType(type) };
}
