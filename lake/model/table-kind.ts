import type { GlueTable } from './catalogue.js';

type Described = Pick<GlueTable, 'parameters' | 'storage' | 'tableType'>;

/**
 * Names what keeps a table from being read as the plain files of its folder, `an Apache Iceberg table`; undefined when
 * nothing does. Files of these formats hold rows that the table no longer has, so reading them would show too much.
 * Sources: Athena User Guide, "querying-iceberg-creating-tables", "delta-lake-tables", "querying-hudi"; Glue API,
 * TableInput "Parameters".
 */
export function unreadableKind(table: Described): string | undefined {
  const said = (key: string): string => (table.parameters[key] ?? '').toLowerCase();
  const words = [said('table_type'), said('classification'), said('spark.sql.sources.provider')];
  const { inputFormat = '', serializationLibrary = '', location = '' } = table.storage;
  const code = `${inputFormat} ${serializationLibrary}`;
  if (words.includes('iceberg') || table.parameters.metadata_location !== undefined || /iceberg/i.test(code)) {
    return 'an Apache Iceberg table';
  }
  if (words.includes('delta') || /delta/i.test(code)) return 'a Delta Lake table';
  if (/SymlinkTextInputFormat/.test(code)) return 'a table of symlink manifests';
  if (words.includes('hudi') || /hudi|Hoodie/i.test(code)) return 'an Apache Hudi table';
  if (said('table_type') === 's3tables' || location.startsWith('s3tables:') || /--table-s3/.test(location)) {
    return 'a table of S3 Tables';
  }
  return table.tableType === 'GOVERNED' ? 'a governed table' : undefined;
}
