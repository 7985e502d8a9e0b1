import type { Database, DatabaseInput } from '@aws-sdk/client-glue';
import { notImplemented } from '../../model/aws-error.js';
import type { DefaultPermissions, GlueDatabase } from '../../model/catalogue.js';
import { invalidInput } from './errors.js';

/** A database as the lake keeps it. Throws InvalidInputException for a bad name, NotImplemented for links. */
export function databaseOf(
  input: DatabaseInput | undefined,
  createdAt: Date,
  accountDefaults: readonly DefaultPermissions[],
): GlueDatabase {
  const name = (input?.Name ?? '').toLowerCase();
  if (input === undefined || name === '') throw invalidInput('Database name cannot be empty.');
  if (input.TargetDatabase !== undefined) throw notImplemented('A resource link to a database');
  if (input.FederatedDatabase !== undefined) throw notImplemented('A federated database');
  const sent = input.CreateTableDefaultPermissions?.map((entry) => ({
    principal: entry.Principal?.DataLakePrincipalIdentifier ?? '',
    permissions: [...(entry.Permissions ?? [])],
  }));
  return {
    name,
    parameters: { ...input.Parameters },
    createdAt,
    // A database takes the account's default over when it is made; changing the account later does not reach it
    // (Lake Formation Developer Guide, "upgrade-glue-lake-formation", which has each database changed on its own).
    createTableDefaultPermissions: sent ?? accountDefaults,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.LocationUri === undefined ? {} : { locationUri: input.LocationUri }),
  };
}

export function databaseShape(database: GlueDatabase, catalogId: string): Database {
  return {
    Name: database.name,
    Parameters: { ...database.parameters },
    CreateTime: database.createdAt,
    CreateTableDefaultPermissions: (database.createTableDefaultPermissions ?? []).map((entry) => ({
      Principal: { DataLakePrincipalIdentifier: entry.principal },
      Permissions: entry.permissions.flatMap((word) => KNOWN.filter((known) => known === word)),
    })),
    CatalogId: catalogId,
    ...(database.description === undefined ? {} : { Description: database.description }),
    ...(database.locationUri === undefined ? {} : { LocationUri: database.locationUri }),
  };
}

/** Glue API, `Permission`. */
const KNOWN = [
  'ALL',
  'SELECT',
  'ALTER',
  'DROP',
  'DELETE',
  'INSERT',
  'CREATE_DATABASE',
  'CREATE_TABLE',
  'DATA_LOCATION_ACCESS',
] as const;
