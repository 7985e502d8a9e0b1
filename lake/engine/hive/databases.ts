import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import { CallerCatalogue } from '../rights/visible-catalogue.js';
import { askGlue, ddlFailure, tellGlue } from './glue-task.js';
import type { HiveStatement } from './statement.js';

/**
 * CREATE DATABASE, DROP DATABASE and DROP TABLE go to Glue as the caller: IAM and Lake Formation decide there. Throws
 * QueryFailure in Hive's words.
 */
export async function createDatabase(
  lake: Lake,
  request: StatementRequest,
  statement: Extract<HiveStatement, { readonly kind: 'create-database' }>,
): Promise<void> {
  const { name, comment, location, properties } = statement;
  const DatabaseInput = {
    Name: name,
    ...(comment === undefined ? {} : { Description: comment }),
    ...(location === undefined ? {} : { LocationUri: location }),
    Parameters: properties,
  };
  const code = await askGlue(lake, request, 'CreateDatabase', { DatabaseInput }, ['AlreadyExistsException']);
  if (code === undefined || statement.ifNotExists) return;
  throw ddlFailure(`AlreadyExistsException(message:Database ${name} already exists)`);
}

export async function dropDatabase(
  lake: Lake,
  request: StatementRequest,
  { name, ifExists, cascade }: Extract<HiveStatement, { readonly kind: 'drop-database' }>,
): Promise<void> {
  const catalogue = new CallerCatalogue(lake, request);
  if (!catalogue.hasSchema(name)) {
    if (ifExists) return;
    throw ddlFailure(`NoSuchObjectException(message:${name}: database not found)`);
  }
  if (!cascade && catalogue.tableNames(name).length > 0) {
    throw ddlFailure(`InvalidOperationException(message:Database ${name} is not empty. One or more tables exist.)`);
  }
  await tellGlue(lake, request, 'DeleteDatabase', { Name: name });
}

export async function dropTable(lake: Lake, request: StatementRequest, schema: string, name: string): Promise<void> {
  await tellGlue(lake, request, 'DeleteTable', { DatabaseName: schema, Name: name });
}
