import { describe, expect, it } from 'vitest';
import { unreadableKind } from './table-kind.js';

const PARQUET = {
  inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
};

describe('unreadableKind', () => {
  it.each<[string | undefined, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    [undefined, { EXTERNAL: 'TRUE', classification: 'parquet' }, PARQUET],
    ['an Apache Iceberg table', { table_type: 'ICEBERG' }, {}],
    ['an Apache Iceberg table', { table_type: 'iceberg', EXTERNAL: 'TRUE' }, PARQUET],
    ['an Apache Iceberg table', { metadata_location: 's3://b/t/metadata/0.json' }, PARQUET],
    ['a Delta Lake table', { 'spark.sql.sources.provider': 'delta' }, PARQUET],
    ['a Delta Lake table', { table_type: 'DELTA' }, {}],
    ['a table of symlink manifests', {}, { inputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat' }],
    ['an Apache Hudi table', { 'spark.sql.sources.provider': 'hudi' }, PARQUET],
    ['an Apache Hudi table', {}, { ...PARQUET, inputFormat: 'org.apache.hudi.hadoop.HoodieParquetInputFormat' }],
    ['a table of S3 Tables', {}, { ...PARQUET, location: 's3://1f2--table-s3/' }],
  ])('is %s for %j in %j', (kind, parameters, storage) => {
    const table = {
      parameters,
      tableType: 'EXTERNAL_TABLE',
      storage: { columns: [], serdeParameters: {}, ...storage },
    };
    expect(unreadableKind(table)).toBe(kind);
  });

  it('knows governed tables', () => {
    const storage = { columns: [], serdeParameters: {}, ...PARQUET };
    expect(unreadableKind({ parameters: {}, tableType: 'GOVERNED', storage })).toBe('a governed table');
  });
});
