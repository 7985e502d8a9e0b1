import type { GlueClient, Table } from '@aws-sdk/client-glue';

/** Every database of the catalogue with its tables: a fresh lake holds nothing but what its templates made. */
export async function tablesByDatabase(glue: GlueClient): Promise<ReadonlyMap<string, readonly Table[]>> {
  const { paginateGetDatabases, paginateGetTables } = await import('@aws-sdk/client-glue');
  const found = new Map<string, readonly Table[]>();
  for await (const page of paginateGetDatabases({ client: glue }, {})) {
    for (const { Name: DatabaseName = '' } of page.DatabaseList ?? []) {
      const tables: Table[] = [];
      for await (const { TableList } of paginateGetTables({ client: glue }, { DatabaseName }))
        tables.push(...(TableList ?? []));
      found.set(DatabaseName, tables);
    }
  }
  return found;
}
