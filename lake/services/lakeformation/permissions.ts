import type { DataLakeSettings } from '@aws-sdk/client-lakeformation';
import {
  databaseSeenThroughIamOnly,
  databaseVisible,
  mayOnCatalog,
  mayOnDatabase,
} from '../../access/lakeformation/database-access.js';
import {
  type GrantResource,
  IAM_ALLOWED_PRINCIPALS,
  LAKE_FORMATION_PERMISSIONS,
  type LakeFormationPermission,
} from '../../access/lakeformation/grant.js';
import { liesBelow, longestCovering, pathOfS3Arn, pathOfS3Uri } from '../../access/lakeformation/locations.js';
import { expandAll, permissionsOf } from '../../access/lakeformation/permission-sets.js';
import { grantees } from '../../access/lakeformation/principals.js';
import { tableAccess, tablePermissions } from '../../access/lakeformation/table-access.js';
import { withExtraGrant } from '../../faults/extra-grant.js';
import type { Caller } from '../../model/caller.js';
import type { DefaultPermissions, GlueDatabase, GlueTable } from '../../model/catalogue.js';
import type { FaultSubject } from '../../model/fault.js';
import type { Permissions, TableAccess } from '../../model/permissions.js';
import { databaseQuestion, tableQuestion } from './decision-context.js';
import { sourceIdentityFor } from './settings.js';
import type { LakeFormationState } from './state.js';

/** What is kept by database and table, and goes with them. */
interface TableKeeper {
  dropTable(databaseName: string, tableName: string): void;
  dropDatabase(databaseName: string): void;
}

/** Lake Formation's decisions, and what Glue tells it of objects that come and go. */
export class LakeFormationPermissions implements Permissions {
  readonly #state: LakeFormationState;

  constructor(state: LakeFormationState) {
    this.#state = state;
  }

  tableAccess(principalArn: string, table: GlueTable): TableAccess {
    const access = tableAccess(tableQuestion(this.#state, principalArn, table));
    const { databaseName, name: tableName } = table;
    return this.#isGrantedByFault(principalArn, { databaseName, tableName }) ? withExtraGrant(access, table) : access;
  }

  databaseVisible(principalArn: string, databaseName: string): boolean {
    if (databaseVisible(databaseQuestion(this.#state, principalArn, databaseName))) return true;
    return this.#isGrantedByFault(principalArn, { databaseName });
  }

  #isGrantedByFault(principalArn: string, object: Pick<FaultSubject, 'databaseName' | 'tableName'>): boolean {
    const principalName = principalArn.split('/').at(-1);
    const subject = { service: 'lakeformation', operation: 'GetDataAccess', principalName, ...object };
    return this.#state.getLake().faults.strikes('extra-grant', subject);
  }

  /** True when nothing but IAM_ALLOWED_PRINCIPALS shows the database to the principal. */
  databaseSeenThroughIamOnly(principalArn: string, databaseName: string): boolean {
    return databaseSeenThroughIamOnly(databaseQuestion(this.#state, principalArn, databaseName));
  }

  registeredLocation(s3Uri: string): { readonly resourceArn: string; readonly roleArn: string } | undefined {
    const path = pathOfS3Uri(s3Uri);
    const location = path === undefined ? undefined : longestCovering(path, this.#state.locations);
    return location === undefined ? undefined : { resourceArn: location.resourceArn, roleArn: location.roleArn };
  }

  /** As GetDataLakeSettings shows them. */
  settings(): DataLakeSettings {
    return this.#state.settings;
  }

  vendsData(principalArn: string, table: GlueTable): boolean {
    const path = table.storage.location === undefined ? undefined : pathOfS3Uri(table.storage.location);
    const location = path === undefined ? undefined : longestCovering(path, this.#state.locations);
    if (location === undefined || !location.hybrid) return location !== undefined;
    return this.#state.optIns.coversTable(principalArn, table.databaseName, table.name);
  }

  sourceIdentityFor(caller: Caller): string | undefined {
    return sourceIdentityFor(this.#state.settings, caller).sourceIdentity;
  }

  isAdministrator(principalArn: string): boolean {
    return this.#state.isAdministrator(principalArn);
  }

  isReadOnlyAdministrator(principalArn: string): boolean {
    return this.#state.isReadOnlyAdministrator(principalArn);
  }

  /**
   * Administrators describe everything, create databases and tables, and hold nothing else by being administrators
   * (Developer Guide, "implicit-permissions"). SELECT is answered yes when any column may be read.
   */
  may(principalArn: string, permission: string, databaseName: string, tableName?: string): boolean {
    const wanted = LAKE_FORMATION_PERMISSIONS.find((known) => known === permission);
    if (wanted === undefined) return false;
    if (wanted === 'DESCRIBE' && this.#state.describesEverything(principalArn)) return true;
    if (tableName !== undefined) return this.#mayOnTable(principalArn, wanted, databaseName, tableName);
    const creates = wanted === 'CREATE_DATABASE' || wanted === 'CREATE_TABLE';
    if (creates && this.isAdministrator(principalArn)) return true;
    const question = databaseQuestion(this.#state, principalArn, databaseName);
    return wanted === 'CREATE_DATABASE' ? mayOnCatalog(question, wanted) : mayOnDatabase(question, wanted);
  }

  /**
   * Whether a new object may point to `s3Uri`: free outside registered locations; inside, administrators, holders of
   * DATA_LOCATION_ACCESS on the location or above, and locations below the database's own
   * (Developer Guide, "access-control-underlying-data", "Implicit data location permissions").
   */
  mayPointTo(principalArn: string, s3Uri: string, database?: GlueDatabase): boolean {
    const path = pathOfS3Uri(s3Uri);
    if (path === undefined || this.registeredLocation(s3Uri) === undefined) return true;
    if (this.isAdministrator(principalArn)) return true;
    const ofDatabase = database?.locationUri === undefined ? undefined : pathOfS3Uri(database.locationUri);
    if (ofDatabase !== undefined && liesBelow(path, ofDatabase)) return true;
    return grantees(principalArn).some((principal) =>
      this.#state.grants.locations(principal).some(({ resource }) => {
        const granted = resource.kind === 'location' ? pathOfS3Arn(resource.resourceArn) : undefined;
        return granted !== undefined && liesBelow(path, granted);
      }),
    );
  }

  /** What a database that says nothing about its tables takes over from the account. */
  accountTableDefaults(): readonly DefaultPermissions[] {
    return defaultsOf(this.#state.settings.CreateTableDefaultPermissions);
  }

  databaseCreated(database: GlueDatabase, creatorArn: string): void {
    const resource = { kind: 'database', databaseName: database.name } as const;
    this.#giveDefaults(resource, defaultsOf(this.#state.settings.CreateDatabaseDefaultPermissions), creatorArn);
    this.#giveToCreator(resource, creatorArn);
  }

  tableCreated(table: GlueTable, database: GlueDatabase, creatorArn: string): void {
    const resource = { kind: 'table', databaseName: table.databaseName, tableName: table.name } as const;
    const defaults = database.createTableDefaultPermissions ?? this.accountTableDefaults();
    this.#giveDefaults(resource, defaults, creatorArn);
    this.#giveToCreator(resource, creatorArn);
  }

  tableDropped(databaseName: string, tableName: string): void {
    for (const store of this.#stores()) store.dropTable(databaseName, tableName);
  }

  databaseDropped(databaseName: string): void {
    for (const store of this.#stores()) store.dropDatabase(databaseName);
  }

  #stores(): readonly TableKeeper[] {
    const { grants, filters, tags, optIns } = this.#state;
    return [grants, filters, tags, optIns];
  }

  #mayOnTable(principalArn: string, wanted: LakeFormationPermission, databaseName: string, tableName: string): boolean {
    const table = this.#state.getLake().catalogue.table(databaseName, tableName);
    if (table === undefined) return false;
    if (wanted === 'SELECT') return this.tableAccess(principalArn, table).selectable.length > 0;
    if (wanted === 'DESCRIBE') return this.tableAccess(principalArn, table).visible;
    const question = tableQuestion(this.#state, principalArn, table);
    const principals = question.optedIn ? [] : [IAM_ALLOWED_PRINCIPALS];
    const held = tablePermissions(question, [...grantees(principalArn), ...principals]);
    return held.has('ALL') || held.has(wanted);
  }

  /** The creator holds everything, with the right to pass it on ("implicit-permissions"), on record like any grant. */
  #giveToCreator(resource: GrantResource, creatorArn: string): void {
    const permissions = expandAll(resource, ['ALL']);
    this.#state.grants.write(
      { principal: creatorArn, resource, permissions, grantable: permissions },
      this.#state.account.clock.now(),
      creatorArn,
    );
  }

  #giveDefaults(resource: GrantResource, defaults: readonly DefaultPermissions[], creatorArn: string): void {
    for (const { principal, permissions } of defaults) {
      const known = permissionsOf(resource).filter((permission) => permissions.includes(permission));
      const kept = principal === IAM_ALLOWED_PRINCIPALS ? known : expandAll(resource, known);
      const now = this.#state.account.clock.now();
      this.#state.grants.write({ principal, resource, permissions: kept, grantable: [] }, now, creatorArn);
    }
  }
}

function defaultsOf(
  sent:
    | readonly {
        Principal?: { DataLakePrincipalIdentifier?: string | undefined } | undefined;
        Permissions?: readonly string[] | undefined;
      }[]
    | undefined,
): readonly DefaultPermissions[] {
  return (sent ?? []).flatMap(({ Principal, Permissions: permissions }) =>
    Principal?.DataLakePrincipalIdentifier === undefined
      ? []
      : [{ principal: Principal.DataLakePrincipalIdentifier, permissions: permissions ?? [] }],
  );
}
