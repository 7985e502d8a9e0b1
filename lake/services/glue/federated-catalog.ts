import type { Catalog, CatalogInput, CatalogPropertiesOutput } from '@aws-sdk/client-glue';
import type { Exchange } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import { invalidInput, lakeFormationRefusal } from './errors.js';
import type { GlueState } from './state.js';
import { note } from './visibility.js';

/** A catalog beside the account's own, as it was registered: of S3 Tables, of Redshift, of a connection. */
export interface FederatedCatalogRecord {
  readonly name: string;
  readonly input: CatalogInput;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** `name`, or `111122223333:name`, without the account. */
export function catalogNameOf(state: GlueState, catalogId: string | undefined): string {
  const own = `${state.account.accountId}:`;
  return catalogId?.startsWith(own) === true ? catalogId.slice(own.length) : (catalogId ?? '');
}

/**
 * The catalog, to administrators: rights on a nested catalog cannot be granted here, so nobody else holds one. Throws
 * AccessDeniedException to all others, whether it exists or not, and EntityNotFoundException.
 */
export function knownCatalog(
  state: GlueState,
  catalogId: string | undefined,
  exchange: Exchange,
  options: { readonly changes: boolean },
): FederatedCatalogRecord {
  const name = catalogNameOf(state, catalogId);
  if (!mayUse(state, exchange, options)) {
    note(state, exchange, name);
    throw lakeFormationRefusal(options.changes ? 'Alter' : 'Describe', name);
  }
  const found = state.catalogs.get(name);
  if (found === undefined) throw new AwsError('EntityNotFoundException', `Catalog ${name} not found.`);
  return found;
}

export function mayUse(state: GlueState, exchange: Exchange, options: { readonly changes: boolean }): boolean {
  const permissions = state.permissions();
  const { principalArn } = exchange.caller;
  if (permissions.isAdministrator(principalArn)) return true;
  return !options.changes && permissions.isReadOnlyAdministrator(principalArn);
}

/** Throws InvalidInputException for an input that names no source. */
export function requireSource(input: CatalogInput | undefined): CatalogInput {
  const hasSource = input?.FederatedCatalog !== undefined || input?.TargetRedshiftCatalog !== undefined;
  if (input === undefined || !(hasSource || input.CatalogProperties !== undefined)) {
    throw invalidInput('A catalog needs a FederatedCatalog, a TargetRedshiftCatalog or CatalogProperties.');
  }
  return input;
}

export function catalogShape(state: GlueState, record: FederatedCatalogRecord): Catalog {
  const { account } = state;
  const {
    CatalogProperties: properties,
    Description: description,
    FederatedCatalog: federated,
    TargetRedshiftCatalog: redshift,
    AllowFullTableExternalDataAccess: fullTable,
  } = record.input;
  return {
    ...(description === undefined ? {} : { Description: description }),
    ...(federated === undefined ? {} : { FederatedCatalog: federated }),
    ...(redshift === undefined ? {} : { TargetRedshiftCatalog: redshift }),
    ...(fullTable === undefined ? {} : { AllowFullTableExternalDataAccess: fullTable }),
    Parameters: { ...record.input.Parameters },
    CreateTableDefaultPermissions: [...(record.input.CreateTableDefaultPermissions ?? [])],
    CreateDatabaseDefaultPermissions: [...(record.input.CreateDatabaseDefaultPermissions ?? [])],
    CatalogId: `${account.accountId}:${record.name}`,
    Name: record.name,
    ResourceArn: `arn:${account.partition}:glue:${account.region}:${account.accountId}:catalog/${record.name}`,
    CreateTime: record.createdAt,
    UpdateTime: record.updatedAt,
    ...(properties === undefined ? {} : { CatalogProperties: properties satisfies CatalogPropertiesOutput }),
  };
}
