import type {
  Database,
  DatabaseIdentifier,
  DatabaseInput,
  FederatedDatabase,
  TableIdentifier,
} from '@aws-sdk/client-glue';
import { notImplemented } from '../../model/aws-error.js';
import type { DefaultPermissions, GlueDatabase, LinkTarget } from '../../model/catalogue.js';
import type { LakeAccount } from '../../model/lake.js';
import { invalidInput } from './errors.js';

/** A database as the lake keeps it. Throws InvalidInputException for a bad name, NotImplemented for a link out of the account. */
export function databaseOf(
  input: DatabaseInput | undefined,
  createdAt: Date,
  facts: { readonly accountDefaults: readonly DefaultPermissions[]; readonly account: LakeAccount },
): GlueDatabase {
  const name = (input?.Name ?? '').toLowerCase();
  if (input === undefined || name === '') throw invalidInput('Database name cannot be empty.');
  const { TargetDatabase: target, FederatedDatabase: federation } = input;
  if (target !== undefined && federation !== undefined) {
    throw invalidInput('A database cannot be both a resource link and federated.');
  }
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
    createTableDefaultPermissions: sent ?? facts.accountDefaults,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.LocationUri === undefined ? {} : { locationUri: input.LocationUri }),
    ...(target === undefined ? {} : { target: databaseTargetOf(target, facts.account) }),
    ...(federation === undefined ? {} : { federation: federationOf(federation) }),
  };
}

/** Throws NotImplemented for a target in another account or Region, InvalidInputException for one without a name. */
export function linkedDatabaseName(target: DatabaseIdentifier | TableIdentifier, account: LakeAccount): string {
  const isForeign =
    (target.CatalogId !== undefined && target.CatalogId !== account.accountId) ||
    (target.Region !== undefined && target.Region !== account.region);
  if (isForeign) throw notImplemented('A resource link to another account, catalog or Region');
  if (target.DatabaseName === undefined) throw invalidInput('The target of a resource link needs a database name.');
  return target.DatabaseName.toLowerCase();
}

function databaseTargetOf(target: DatabaseIdentifier, account: LakeAccount): LinkTarget {
  return { databaseName: linkedDatabaseName(target, account) };
}

function federationOf(sent: FederatedDatabase): NonNullable<GlueDatabase['federation']> {
  return {
    ...(sent.Identifier === undefined ? {} : { identifier: sent.Identifier }),
    ...(sent.ConnectionName === undefined ? {} : { connectionName: sent.ConnectionName }),
    ...(sent.ConnectionType === undefined ? {} : { connectionType: sent.ConnectionType }),
  };
}

/**
 * A link's own properties, or, where it was followed, those of its target under the link's name (Lake Formation
 * Developer Guide, "resource-links-glue-apis").
 */
export function linkedDatabaseShape(link: GlueDatabase, target: GlueDatabase, catalogId: string): Database {
  const own = databaseShape(link, catalogId);
  return {
    ...databaseShape(target, catalogId),
    Name: link.name,
    CreateTime: link.createdAt,
    ...(own.TargetDatabase === undefined ? {} : { TargetDatabase: own.TargetDatabase }),
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
    ...(database.target === undefined
      ? {}
      : { TargetDatabase: { CatalogId: catalogId, DatabaseName: database.target.databaseName } }),
    ...(database.federation === undefined ? {} : { FederatedDatabase: federationShape(database.federation) }),
  };
}

function federationShape(federation: NonNullable<GlueDatabase['federation']>): FederatedDatabase {
  return {
    ...(federation.identifier === undefined ? {} : { Identifier: federation.identifier }),
    ...(federation.connectionName === undefined ? {} : { ConnectionName: federation.connectionName }),
    ...(federation.connectionType === undefined ? {} : { ConnectionType: federation.connectionType }),
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
