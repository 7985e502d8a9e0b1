import type { PartitionInput, TableInput } from '@aws-sdk/client-glue';
import { z } from 'zod';
import type { GlueDatabase, GluePartition, GlueTable } from '../../model/catalogue.js';
import { compositeKey, partsOfKey } from '../../storage/composite-key.js';
import type { Journal } from '../../storage/journal.js';
import { sdkShape } from '../../storage/sdk-shape.js';
import { texts } from '../../storage/texts.js';
import type { GlueCatalogue, PartitionRecord, TableRecord } from './catalogue.js';

/** How the Data Catalog stands in the state folder. */

const linkTarget = z.object({ databaseName: z.string(), tableName: z.exactOptional(z.string()) });
const column = z.object({ name: z.string(), type: z.string(), comment: z.exactOptional(z.string()) });

const databaseSchema: z.ZodType<GlueDatabase> = z.object({
  name: z.string(),
  description: z.exactOptional(z.string()),
  locationUri: z.exactOptional(z.string()),
  parameters: texts,
  createdAt: z.date(),
  createTableDefaultPermissions: z.exactOptional(
    z.array(z.object({ principal: z.string(), permissions: z.array(z.string()) })),
  ),
  target: z.exactOptional(linkTarget),
  federation: z.exactOptional(
    z.object({
      connectionName: z.exactOptional(z.string()),
      identifier: z.exactOptional(z.string()),
      connectionType: z.exactOptional(z.string()),
    }),
  ),
});

const tableSchema: z.ZodType<GlueTable> = z.object({
  databaseName: z.string(),
  name: z.string(),
  tableType: z.string(),
  storage: z.object({
    columns: z.array(column),
    location: z.exactOptional(z.string()),
    inputFormat: z.exactOptional(z.string()),
    outputFormat: z.exactOptional(z.string()),
    serializationLibrary: z.exactOptional(z.string()),
    serdeParameters: texts,
  }),
  partitionKeys: z.array(column),
  parameters: texts,
  viewOriginalText: z.exactOptional(z.string()),
  viewExpandedText: z.exactOptional(z.string()),
  createdAt: z.date(),
  updatedAt: z.date(),
  createdBy: z.string(),
  versionId: z.string(),
  target: z.exactOptional(linkTarget),
});

const version = { table: tableSchema, input: sdkShape<TableInput>() };
const tableRecordSchema: z.ZodType<TableRecord> = z.object({ ...version, archive: z.array(z.object(version)) });

const partitionSchema: z.ZodType<GluePartition> = z.object({
  values: z.array(z.string()),
  location: z.string(),
  createdAt: z.date(),
});
const savedPartitionSchema = z.object({
  databaseName: z.string(),
  tableName: z.string(),
  record: z.object({ partition: partitionSchema, input: z.exactOptional(sdkShape<PartitionInput>()) }),
});

/** What the catalogue says when something in it is another one, is there or is gone. */
export interface CatalogueChanges {
  database(name: string): void;
  table(databaseName: string, name: string): void;
  partition(databaseName: string, tableName: string, values: readonly string[]): void;
}

/** Registers the databases, tables and partitions of a catalogue. */
export function keepCatalogue(journal: Journal, catalogue: GlueCatalogue): CatalogueChanges {
  const databaseChanged = keepDatabases(journal, catalogue);
  const tableChanged = keepTables(journal, catalogue);
  const partitionChanged = keepPartitions(journal, catalogue);
  return {
    database: databaseChanged,
    table: (databaseName, name) => tableChanged(compositeKey(databaseName, name)),
    partition: (databaseName, tableName, values) => partitionChanged(compositeKey(databaseName, tableName, ...values)),
  };
}

function keepDatabases(journal: Journal, catalogue: GlueCatalogue): (key: string) => void {
  return journal.keep({
    name: 'glue/databases',
    keys: () => catalogue.databases().map(({ name }) => name),
    save: (name) => catalogue.database(name),
    restore: (_, saved) => catalogue.putDatabase(databaseSchema.parse(saved)),
    remove: (name) => catalogue.deleteDatabase(name),
  });
}

function keepTables(journal: Journal, catalogue: GlueCatalogue): (key: string) => void {
  return journal.keep({
    name: 'glue/tables',
    keys: () => tablesOf(catalogue).map(({ databaseName, name }) => compositeKey(databaseName, name)),
    save: (key) => catalogue.tableRecord(...twoNames(key)),
    restore: (_, saved) => catalogue.putTable(tableRecordSchema.parse(saved)),
    remove: (key) => catalogue.deleteTable(...twoNames(key)),
  });
}

function keepPartitions(journal: Journal, catalogue: GlueCatalogue): (key: string) => void {
  return journal.keep({
    name: 'glue/partitions',
    keys: () => tablesOf(catalogue).flatMap(({ databaseName, name }) => partitionKeys(catalogue, databaseName, name)),
    save: (key) => {
      const [databaseName, tableName, ...values] = partsOfKey(key);
      const record = catalogue.partitionRecord(databaseName, tableName, values);
      return record === undefined ? undefined : { databaseName, tableName, record };
    },
    restore: (_, saved) => {
      const { databaseName, tableName, record } = savedPartitionSchema.parse(saved);
      putPartition(catalogue, databaseName, tableName, record);
    },
    remove: (key) => {
      const [databaseName, tableName, ...values] = partsOfKey(key);
      catalogue.deletePartition(databaseName, tableName, values);
    },
  });
}

function tablesOf(catalogue: GlueCatalogue): readonly GlueTable[] {
  return catalogue.databases().flatMap(({ name }) => catalogue.tables(name));
}

function partitionKeys(catalogue: GlueCatalogue, databaseName: string, tableName: string): readonly string[] {
  const partitions = catalogue.partitions(databaseName, tableName);
  return partitions.map(({ values }) => compositeKey(databaseName, tableName, ...values));
}

function putPartition(
  catalogue: GlueCatalogue,
  databaseName: string,
  tableName: string,
  record: PartitionRecord,
): void {
  catalogue.deletePartition(databaseName, tableName, record.partition.values);
  catalogue.addPartition(databaseName, tableName, record);
}

function twoNames(key: string): readonly [string, string] {
  const [databaseName, name] = partsOfKey(key);
  return [databaseName, name];
}
