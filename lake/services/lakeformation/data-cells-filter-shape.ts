import type { DataCellsFilter as SdkFilter } from '@aws-sdk/client-lakeformation';
import type { DataCellsFilter } from '../../access/lakeformation/data-cells-filter.js';
import type { ColumnSelection } from '../../access/lakeformation/grant.js';
import { parseRowFilter } from '../../access/lakeformation/row-filter/parse.js';
import { RowFilterError } from '../../access/lakeformation/row-filter/row-filter-error.js';
import { notImplemented } from '../../model/aws-error.js';
import type { GlueTable } from '../../model/catalogue.js';
import { invalidInput } from './errors.js';

/** Names that tables with data filters cannot have for their columns (Developer Guide, "data-filtering-notes"). */
const RESTRICTED_COLUMNS: readonly string[] = [
  'ctid',
  'oid',
  'xmin',
  'cmin',
  'xmax',
  'cmax',
  'tableoid',
  'insertxid',
  'deletexid',
  'importoid',
  'redcatuniqueid',
];

/**
 * A filter as it was sent, checked against its table: what rows pass, and which columns. Throws InvalidInputException;
 * NotImplemented for nested columns in the list of columns.
 */
export function filterOf(sent: SdkFilter, table: GlueTable, versionId: string): DataCellsFilter {
  if (table.tableType === 'VIRTUAL_VIEW') throw invalidInput('Data cells filters are not supported on views.');
  const restricted = columnNames(table).filter((name) => RESTRICTED_COLUMNS.includes(name));
  if (restricted.length > 0) throw invalidInput(`Restricted column names: ${restricted.join(', ')}`);
  const expression = expressionOf(sent);
  return {
    databaseName: table.databaseName,
    tableName: table.name,
    name: sent.Name ?? '',
    expression,
    rows: expression === undefined ? { kind: 'every-row' } : rowsOf(expression, table),
    columns: columnsOf(sent, table),
    versionId,
  };
}

function expressionOf({ RowFilter: rows }: SdkFilter): string | undefined {
  if (rows === undefined || (rows.FilterExpression === undefined) === (rows.AllRowsWildcard === undefined)) {
    throw invalidInput('RowFilter must have exactly one of FilterExpression and AllRowsWildcard.');
  }
  return rows.FilterExpression;
}

function rowsOf(expression: string, table: GlueTable): DataCellsFilter['rows'] {
  try {
    return parseRowFilter(expression, { columns: table.storage.columns, partitionKeys: table.partitionKeys });
  } catch (thrown) {
    if (!(thrown instanceof RowFilterError)) throw thrown;
    throw invalidInput(`Invalid row filter expression: ${thrown.message}`);
  }
}

function columnsOf(sent: SdkFilter, table: GlueTable): ColumnSelection {
  if ((sent.ColumnNames === undefined) === (sent.ColumnWildcard === undefined)) {
    throw invalidInput('Exactly one of ColumnNames and ColumnWildcard must be specified.');
  }
  const kind = sent.ColumnNames === undefined ? 'exclude' : 'include';
  const given = sent.ColumnNames ?? sent.ColumnWildcard?.ExcludedColumnNames ?? [];
  const names = [...new Set(given.map((name) => name.toLowerCase()))].sort();
  if (kind === 'include' && names.length === 0) throw invalidInput('ColumnNames cannot be empty.');
  const known = columnNames(table);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.some((name) => /^"?[^"]+"?\."?[^"]+/.test(name)))
    throw notImplemented('A data cells filter on nested columns');
  if (unknown.length > 0) throw invalidInput(`Column not found: ${unknown.join(', ')}`);
  if (kind === 'exclude' && names.some((name) => table.partitionKeys.some((key) => key.name.toLowerCase() === name))) {
    throw invalidInput('Partition columns cannot be excluded.');
  }
  return { kind, names };
}

function columnNames(table: GlueTable): readonly string[] {
  return [...table.storage.columns, ...table.partitionKeys].map((column) => column.name.toLowerCase());
}

export function filterShape(filter: DataCellsFilter, catalogId: string): SdkFilter {
  const { kind, names } = filter.columns;
  return {
    TableCatalogId: catalogId,
    DatabaseName: filter.databaseName,
    TableName: filter.tableName,
    Name: filter.name,
    RowFilter: filter.expression === undefined ? { AllRowsWildcard: {} } : { FilterExpression: filter.expression },
    ...(kind === 'include'
      ? { ColumnNames: [...names] }
      : { ColumnWildcard: names.length === 0 ? {} : { ExcludedColumnNames: [...names] } }),
    VersionId: filter.versionId,
  };
}
