import {
  type Column,
  GetDatabaseCommand,
  GetDatabasesCommand,
  GetTableCommand,
  GetTablesCommand,
  type Table,
} from '@aws-sdk/client-glue';
import type { CatalogueTable } from '../model/catalogue.js';
import type { AwsAccess, Clients } from './access.js';
import { allPages } from './pages.js';

/** Names of all databases, lower-case as Glue keeps them. Throws CallFailure. */
export async function listDatabases(access: AwsAccess, clients: Clients): Promise<string[]> {
  return allPages('glue:GetDatabases', async (token) => {
    const { output } = await access.call('glue:GetDatabases', (options) =>
      clients.glue.send(new GetDatabasesCommand({ NextToken: token }), options),
    );
    const names = (output.DatabaseList ?? []).flatMap(({ Name }) => (Name === undefined ? [] : [Name.toLowerCase()]));
    return { items: names, next: output.NextToken };
  });
}

/**
 * A database's tables with their columns, partition keys last, as Athena shows them. `registered` is not told here:
 * GetTables always says false (Lake Formation Developer Guide, limitations). Throws CallFailure.
 */
export async function listTables(access: AwsAccess, clients: Clients, database: string): Promise<CatalogueTable[]> {
  return allPages('glue:GetTables', async (token) => {
    const { output } = await access.call('glue:GetTables', (options) =>
      clients.glue.send(new GetTablesCommand({ DatabaseName: database, NextToken: token }), options),
    );
    const tables = (output.TableList ?? []).flatMap((table) => (table.Name === undefined ? [] : [tableOf(table)]));
    return { items: tables, next: output.NextToken };
  });
}

/** The name of a database, lower-case. Throws CallFailure, `EntityNotFoundException` where there is none. */
export async function getDatabase(access: AwsAccess, clients: Clients, name: string): Promise<string> {
  await access.call('glue:GetDatabase', (options) =>
    clients.glue.send(new GetDatabaseCommand({ Name: name }), options),
  );
  return name.toLowerCase();
}

/** One table with its columns. Throws CallFailure, `EntityNotFoundException` where there is none. */
export async function getTable(
  access: AwsAccess,
  clients: Clients,
  database: string,
  name: string,
): Promise<CatalogueTable> {
  const { output } = await access.call('glue:GetTable', (options) =>
    clients.glue.send(new GetTableCommand({ DatabaseName: database, Name: name }), options),
  );
  return tableOf({ ...output.Table, Name: name });
}

/** Whether a table is registered with Lake Formation; undefined when Glue does not say. Throws CallFailure. */
export async function isRegistered(
  access: AwsAccess,
  clients: Clients,
  database: string,
  table: string,
): Promise<boolean | undefined> {
  const { output } = await access.call('glue:GetTable', (options) =>
    clients.glue.send(new GetTableCommand({ DatabaseName: database, Name: table }), options),
  );
  return output.Table?.IsRegisteredWithLakeFormation;
}

function tableOf(table: Table): CatalogueTable {
  return {
    name: (table.Name ?? '').toLowerCase(),
    columns: [
      ...(table.StorageDescriptor?.Columns ?? []).flatMap((column) => columnOf(column, false)),
      ...(table.PartitionKeys ?? []).flatMap((column) => columnOf(column, true)),
    ],
  };
}

function columnOf(column: Column, partitionKey: boolean): CatalogueTable['columns'] {
  if (column.Name === undefined) return [];
  return [{ name: column.Name.toLowerCase(), type: column.Type ?? '', partitionKey }];
}
