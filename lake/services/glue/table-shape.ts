import type {
  Column as SdkColumn,
  StorageDescriptor as SdkStorage,
  Table,
  TableIdentifier,
  TableInput,
} from '@aws-sdk/client-glue';
import { notImplemented } from '../../model/aws-error.js';
import type { Column, GlueTable, LinkTarget, StorageDescriptor } from '../../model/catalogue.js';
import type { LakeAccount } from '../../model/lake.js';
import type { TableAccess } from '../../model/permissions.js';
import type { TableRecord } from './catalogue.js';
import { linkedDatabaseName } from './database-shape.js';
import { invalidInput } from './errors.js';

/** A table as the lake keeps it. Throws InvalidInputException for bad names, NotImplemented for Data Catalog views. */
export function tableOf(
  databaseName: string,
  input: TableInput | undefined,
  made: Pick<GlueTable, 'createdAt' | 'updatedAt' | 'createdBy' | 'versionId'>,
  account: LakeAccount,
): GlueTable {
  const name = (input?.Name ?? '').toLowerCase();
  if (input === undefined || name === '') throw invalidInput('Table name cannot be empty.');
  if (input.ViewDefinition !== undefined) throw notImplemented('A Data Catalog view');
  const storage = storageOf(input.StorageDescriptor);
  const partitionKeys = columnsOf(input.PartitionKeys);
  refuseDoubles([...storage.columns, ...partitionKeys]);
  return {
    databaseName,
    name,
    tableType: input.TableType ?? '',
    storage,
    partitionKeys,
    parameters: { ...input.Parameters },
    ...made,
    ...(input.ViewOriginalText === undefined ? {} : { viewOriginalText: input.ViewOriginalText }),
    ...(input.ViewExpandedText === undefined ? {} : { viewExpandedText: input.ViewExpandedText }),
    ...(input.TargetTable === undefined ? {} : { target: tableTargetOf(input.TargetTable, account) }),
  };
}

function tableTargetOf(target: TableIdentifier, account: LakeAccount): LinkTarget {
  const databaseName = linkedDatabaseName(target, account);
  if (target.Name === undefined) throw invalidInput('The target of a resource link to a table needs a table name.');
  return { databaseName, tableName: target.Name.toLowerCase() };
}

/** The target's properties under the name of the link that was followed ("resource-links-glue-apis"). */
export function linkedTableShape(link: TableRecord['table'], target: Table): Table {
  return {
    ...target,
    Name: link.name,
    DatabaseName: link.databaseName,
    ...(link.target === undefined ? {} : { TargetTable: targetShape(link.target, target.CatalogId ?? '') }),
  };
}

function targetShape(target: LinkTarget, catalogId: string): TableIdentifier {
  return { CatalogId: catalogId, DatabaseName: target.databaseName, Name: target.tableName ?? '' };
}

/**
 * A table as the caller may see it: columns that no grant shows are left out, here and nowhere else. Parameters are not
 * touched, though they can hold a schema too, but for Spark's own copy of it, which goes when a column is hidden
 * (Lake Formation Developer Guide, "limitations").
 */
export function tableShape(
  record: Omit<TableRecord, 'archive'>,
  access: TableAccess,
  facts: { readonly catalogId: string; readonly isRegistered: boolean },
): Table {
  const { table, input } = record;
  const described = new Set(access.described);
  const hides = [...table.storage.columns, ...table.partitionKeys].some((column) => !described.has(column.name));
  const { StorageDescriptor: storage, PartitionKeys: keys, Parameters: parameters } = input;
  return {
    ...asSent(input),
    Name: table.name,
    DatabaseName: table.databaseName,
    CreateTime: table.createdAt,
    UpdateTime: table.updatedAt,
    Retention: input.Retention ?? 0,
    ...(storage === undefined ? {} : { StorageDescriptor: visibleStorage(storage, described) }),
    PartitionKeys: visibleColumns(keys, described),
    Parameters: hides ? withoutSparkSchema(parameters ?? {}) : { ...parameters },
    CreatedBy: table.createdBy,
    IsRegisteredWithLakeFormation: facts.isRegistered,
    CatalogId: facts.catalogId,
    VersionId: table.versionId,
    IsMultiDialectView: false,
    ...(table.target === undefined ? {} : { TargetTable: targetShape(table.target, facts.catalogId) }),
  };
}

/** A storage descriptor with the columns that the caller may see; bucket and sort columns are named by the same rule. */
export function visibleStorage(storage: SdkStorage, described: ReadonlySet<string>): SdkStorage {
  const { Columns: columns, BucketColumns: bucketColumns, SortColumns: sortColumns, ...rest } = storage;
  return {
    ...rest,
    Columns: visibleColumns(columns, described),
    ...(bucketColumns === undefined
      ? {}
      : { BucketColumns: bucketColumns.filter((name) => described.has(name.toLowerCase())) }),
    ...(sortColumns === undefined
      ? {}
      : { SortColumns: sortColumns.filter((order) => described.has((order.Column ?? '').toLowerCase())) }),
  };
}

function visibleColumns(columns: readonly SdkColumn[] | undefined, described: ReadonlySet<string>): SdkColumn[] {
  return (columns ?? [])
    .map((column) => ({ ...column, Name: (column.Name ?? '').toLowerCase() }))
    .filter((column) => described.has(column.Name));
}

function withoutSparkSchema(parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).filter(([key]) => !key.startsWith('spark.sql.sources.schema')));
}

/** What Glue gives back as it was sent. */
function asSent(input: TableInput): Partial<Table> {
  const given: Partial<Table> = {
    Description: input.Description,
    Owner: input.Owner,
    LastAccessTime: input.LastAccessTime,
    LastAnalyzedTime: input.LastAnalyzedTime,
    ViewOriginalText: input.ViewOriginalText,
    ViewExpandedText: input.ViewExpandedText,
    TableType: input.TableType,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function storageOf(sent: SdkStorage | undefined): StorageDescriptor {
  const serde = sent?.SerdeInfo;
  return {
    columns: columnsOf(sent?.Columns),
    serdeParameters: { ...serde?.Parameters },
    ...(sent?.Location === undefined ? {} : { location: sent.Location }),
    ...(sent?.InputFormat === undefined ? {} : { inputFormat: sent.InputFormat }),
    ...(sent?.OutputFormat === undefined ? {} : { outputFormat: sent.OutputFormat }),
    ...(serde?.SerializationLibrary === undefined ? {} : { serializationLibrary: serde.SerializationLibrary }),
  };
}

function columnsOf(sent: readonly SdkColumn[] | undefined): readonly Column[] {
  return (sent ?? []).map((column) => {
    const name = (column.Name ?? '').toLowerCase();
    if (name === '') throw invalidInput('Column name cannot be empty.');
    return {
      name,
      type: column.Type ?? 'string',
      ...(column.Comment === undefined ? {} : { comment: column.Comment }),
    };
  });
}

function refuseDoubles(columns: readonly Column[]): void {
  const names = columns.map((column) => column.name);
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) throw invalidInput(`Duplicate column name: ${double}`);
}
