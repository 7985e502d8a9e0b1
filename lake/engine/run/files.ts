import type { GlueTable } from '../../model/catalogue.js';
import type { Lake } from '../../model/lake.js';
import type { StoredObject } from '../../model/objects.js';
import { notSupported } from '../failure.js';
import type { Scan } from '../translate/scan.js';
import { storedFormat } from './stored-format.js';

/** The files of one partition, or of a table without partitions, and the values of its keys. */
export interface FileGroup {
  readonly files: readonly StoredObject[];
  /** Lower-case key → value. */
  readonly keys: ReadonlyMap<string, string>;
}

/** Hive's name for the partition of NULL. */
export const NULL_PARTITION = '__HIVE_DEFAULT_PARTITION__';

/** What a scan has to read; partitions that its condition rules out are left out. */
export function filesOf(lake: Lake, table: GlueTable, scan: Scan): readonly FileGroup[] {
  storedFormat(table);
  refuseProjection(table);
  if (table.partitionKeys.length === 0) {
    return [{ files: dataFiles(lake, table.storage.location ?? ''), keys: new Map() }];
  }
  const names = table.partitionKeys.map((key) => key.name.toLowerCase());
  return lake.catalogue.partitions(table.databaseName, table.name).flatMap((partition) => {
    const keys = new Map(names.map((name, index) => [name, partition.values[index] ?? '']));
    const wanted = names.every((name) => scan.prunedTo.get(name)?.has(keys.get(name) ?? '') ?? true);
    return wanted ? [{ files: dataFiles(lake, partition.location), keys }] : [];
  });
}

/** Athena passes over empty objects and those that Hive hides, `_…` and `.…` (User Guide, "Table location"). */
function dataFiles(lake: Lake, location: string): readonly StoredObject[] {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(location) ?? [];
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return lake.objects
    .list(bucket, folder)
    .filter(({ key, sizeBytes }) => sizeBytes > 0 && !/(^|\/)[_.][^/]*$/.test(key.slice(folder.length)));
}

/** Projected partitions are in no catalogue: without them the table would look empty. Throws QueryFailure. */
function refuseProjection({ databaseName, name, parameters, partitionKeys }: GlueTable): void {
  if (partitionKeys.length === 0 || parameters['projection.enabled']?.toLowerCase() !== 'true') return;
  throw notSupported(`partition projection, which table ${databaseName}.${name} has,`);
}
