import type { PrincipalResourcePermissions, Resource } from '@aws-sdk/client-lakeformation';
import type { FilterIndex } from '../../access/lakeformation/data-cells-filter.js';
import type { Grant, GrantResource } from '../../access/lakeformation/grant.js';
import type { TagStore } from '../../access/lakeformation/tag-store.js';
import { notImplemented } from '../../model/aws-error.js';
import type { CatalogueStore, GlueTable } from '../../model/catalogue.js';
import { checkCatalogId } from './catalog-id.js';
import { entityNotFound, filterNotFound, invalidInput, modificationIsInvalid } from './errors.js';
import { expressionShape, tagResource } from './tag-shape.js';

/** The name under which all-tables grants are listed (seen: Terraform's provider, lakeformation/filter.go). */
const ALL_TABLES = 'ALL_TABLES';

/** Whose resource it is, to be checked against the catalogue before anything is granted on it. */
export interface ResourceContext {
  readonly accountId: string;
  readonly catalogue: CatalogueStore;
  readonly filters: FilterIndex;
  readonly tags: TagStore;
}

/**
 * A request's `Resource` as the one thing it names. Throws InvalidInputException unless exactly one member is set,
 * EntityNotFoundException for what is not there, NotImplemented for what the lake does not model.
 */
export function resourceOf(sent: Resource, context: ResourceContext): GrantResource {
  const named = Object.entries(sent).filter(([, value]) => value !== undefined);
  if (named.length === 0) {
    // The words of a published event (Developer Guide, "logging-using-cloudtrail").
    throw invalidInput('Resource must have one of the have either the catalog, table or database field populated.');
  }
  if (named.length !== 1) throw invalidInput('Resource must have exactly one of the fields set.');
  if (sent.Catalog !== undefined) {
    checkCatalogId(sent.Catalog.Id, context.accountId);
    return { kind: 'catalog' };
  }
  if (sent.Database !== undefined) {
    checkCatalogId(sent.Database.CatalogId, context.accountId);
    return { kind: 'database', databaseName: knownDatabase(sent.Database.Name, context.catalogue) };
  }
  if (sent.Table !== undefined) return tableResource(sent.Table, context);
  if (sent.TableWithColumns !== undefined) return columnsResource(sent.TableWithColumns, context);
  if (sent.DataLocation !== undefined) {
    checkCatalogId(sent.DataLocation.CatalogId, context.accountId);
    return { kind: 'location', resourceArn: (sent.DataLocation.ResourceArn ?? '').replace(/\/$/, '') };
  }
  if (sent.DataCellsFilter !== undefined) return filterResource(sent.DataCellsFilter, context);
  const tagged = tagResource(sent, context);
  if (tagged === undefined) throw notImplemented(`A grant on ${named[0]?.[0] ?? 'this resource'}`);
  return tagged;
}

function filterResource(sent: NonNullable<Resource['DataCellsFilter']>, context: ResourceContext): GrantResource {
  checkCatalogId(sent.TableCatalogId, context.accountId);
  const databaseName = knownDatabase(sent.DatabaseName, context.catalogue);
  const { name: tableName } = knownTable(databaseName, sent.TableName, context.catalogue);
  const filterName = sent.Name ?? '';
  if (context.filters.filter(databaseName, tableName, filterName) === undefined) throw filterNotFound();
  return { kind: 'filter', databaseName, tableName, filterName };
}

function tableResource(sent: NonNullable<Resource['Table']>, context: ResourceContext): GrantResource {
  checkCatalogId(sent.CatalogId, context.accountId);
  if ((sent.Name === undefined) === (sent.TableWildcard === undefined)) {
    throw invalidInput('Table resource must have either a name or a table wildcard.');
  }
  const databaseName = knownDatabase(sent.DatabaseName, context.catalogue);
  if (sent.Name === undefined) return { kind: 'all-tables', databaseName };
  return { kind: 'table', databaseName, tableName: knownTable(databaseName, sent.Name, context.catalogue).name };
}

function columnsResource(sent: NonNullable<Resource['TableWithColumns']>, context: ResourceContext): GrantResource {
  checkCatalogId(sent.CatalogId, context.accountId);
  if ((sent.ColumnNames === undefined) === (sent.ColumnWildcard === undefined)) {
    throw invalidInput('TableWithColumns resource must have either column names or a column wildcard.');
  }
  const databaseName = knownDatabase(sent.DatabaseName, context.catalogue);
  const table = knownTable(databaseName, sent.Name, context.catalogue);
  const excluded = sent.ColumnWildcard?.ExcludedColumnNames ?? [];
  if (sent.ColumnNames === undefined && excluded.length === 0) {
    return { kind: 'table', databaseName, tableName: table.name };
  }
  const names = [...new Set((sent.ColumnNames ?? excluded).map((name) => name.toLowerCase()))].sort();
  if (names.length === 0) throw modificationIsInvalid();
  const known = [...table.storage.columns, ...table.partitionKeys].map((column) => column.name);
  if (names.some((name) => !known.includes(name))) {
    // The words that Terraform's provider looks for in this answer (seen).
    throw invalidInput('cannot grant/revoke permission on non-existent column');
  }
  const kind = sent.ColumnNames === undefined ? 'exclude' : 'include';
  return { kind: 'columns', databaseName, tableName: table.name, columns: { kind, names } };
}

export function knownDatabase(name: string | undefined, catalogue: CatalogueStore): string {
  const database = catalogue.database((name ?? '').toLowerCase());
  if (database === undefined) throw entityNotFound('Database not found.');
  return database.name;
}

export function knownTable(databaseName: string, name: string | undefined, catalogue: CatalogueStore): GlueTable {
  const table = catalogue.table(databaseName, (name ?? '').toLowerCase());
  if (table === undefined) throw entityNotFound('Table not found.');
  return table;
}

/** Grants of the same on several values of a tag, which are kept apart, as one. */
export function joinedTags(grants: readonly Grant[]): readonly Grant[] {
  const joined = new Map<unknown, Grant>();
  for (const grant of grants) {
    const { principal, resource, permissions, grantable } = grant;
    const key = resource.kind === 'tag' ? JSON.stringify([principal, resource.key, permissions, grantable]) : grant;
    const before = joined.get(key);
    const values = before?.resource.kind === 'tag' ? before.resource.values : [];
    const whole = resource.kind === 'tag' ? { ...resource, values: [...values, ...resource.values].sort() } : resource;
    joined.set(key, { ...grant, resource: whole });
  }
  return [...joined.values()];
}

/** A grant as ListPermissions shows it: SELECT on a table comes as a row of its own, with a column wildcard. */
export function listedRows(grant: Grant, catalogId: string): readonly PrincipalResourcePermissions[] {
  const { resource } = grant;
  const isTable = resource.kind === 'table' || resource.kind === 'all-tables';
  if (!isTable || !grant.permissions.includes('SELECT')) return [row(grant, shapeOf(resource, catalogId))];
  const others = (list: Grant['permissions']) => list.filter((permission) => permission !== 'SELECT');
  const select = (list: Grant['permissions']) => list.filter((permission) => permission === 'SELECT');
  const wide: Resource = {
    TableWithColumns: {
      CatalogId: catalogId,
      DatabaseName: resource.databaseName,
      Name: resource.kind === 'table' ? resource.tableName : ALL_TABLES,
      ColumnWildcard: {},
    },
  };
  const selectRow = row({ ...grant, permissions: ['SELECT'], grantable: select(grant.grantable) }, wide);
  const rest = { ...grant, permissions: others(grant.permissions), grantable: others(grant.grantable) };
  return rest.permissions.length === 0 ? [selectRow] : [row(rest, shapeOf(resource, catalogId)), selectRow];
}

function row(grant: Grant, shape: Resource): PrincipalResourcePermissions {
  return {
    Principal: { DataLakePrincipalIdentifier: grant.principal },
    Resource: shape,
    Permissions: [...grant.permissions],
    PermissionsWithGrantOption: [...grant.grantable],
    LastUpdated: grant.updatedAt,
    LastUpdatedBy: grant.updatedBy,
  };
}

export function shapeOf(resource: GrantResource, catalogId: string): Resource {
  switch (resource.kind) {
    case 'catalog':
      return { Catalog: {} };
    case 'database':
      return { Database: { CatalogId: catalogId, Name: resource.databaseName } };
    case 'all-tables':
      return {
        Table: { CatalogId: catalogId, DatabaseName: resource.databaseName, Name: ALL_TABLES, TableWildcard: {} },
      };
    case 'table':
      return { Table: { CatalogId: catalogId, DatabaseName: resource.databaseName, Name: resource.tableName } };
    case 'columns': {
      const { kind, names } = resource.columns;
      const place = { CatalogId: catalogId, DatabaseName: resource.databaseName, Name: resource.tableName };
      return kind === 'include'
        ? { TableWithColumns: { ...place, ColumnNames: [...names] } }
        : { TableWithColumns: { ...place, ColumnWildcard: { ExcludedColumnNames: [...names] } } };
    }
    case 'filter':
      return {
        DataCellsFilter: {
          TableCatalogId: catalogId,
          DatabaseName: resource.databaseName,
          TableName: resource.tableName,
          Name: resource.filterName,
        },
      };
    case 'location':
      return { DataLocation: { CatalogId: catalogId, ResourceArn: resource.resourceArn } };
    case 'tag':
      return { LFTag: { CatalogId: catalogId, TagKey: resource.key, TagValues: [...resource.values] } };
    case 'tag-policy': {
      const { resourceType, expression } = resource;
      return {
        LFTagPolicy: { CatalogId: catalogId, ResourceType: resourceType, Expression: expressionShape(expression) },
      };
    }
    case 'named-tag-policy': {
      const { resourceType, expressionName } = resource;
      return { LFTagPolicy: { CatalogId: catalogId, ResourceType: resourceType, ExpressionName: expressionName } };
    }
    case 'tag-expression':
      return { LFTagExpression: { CatalogId: catalogId, Name: resource.expressionName } };
  }
}
