import { AwsError } from '../../model/aws-error.js';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import { CallerCatalogue } from '../rights/visible-catalogue.js';
import { ddlFailure } from './partitions.js';
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
  await askGlue(lake, request, 'DeleteDatabase', { Name: name }, []);
}

export async function dropTable(lake: Lake, request: StatementRequest, schema: string, name: string): Promise<void> {
  await askGlue(lake, request, 'DeleteTable', { DatabaseName: schema, Name: name }, []);
}

/** The code of a refusal that is listed in `known`; undefined when Glue did it. */
export async function askGlue(
  lake: Lake,
  { exchange }: StatementRequest,
  operation: string,
  input: unknown,
  known: readonly string[],
): Promise<string | undefined> {
  try {
    await lake.invoke(exchange.caller, 'glue', operation, input, 'athena.amazonaws.com');
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (known.includes(error.code)) return error.code;
    const detail = `Service: AmazonDataCatalog; Status Code: 400; Error Code: ${error.code}; Request ID: ${exchange.requestId}; Proxy: null`;
    throw ddlFailure(`MetaException(message:${error.message} (${detail}))`);
  }
}
