import type { GlueDatabase, GlueTable } from '../../model/catalogue.js';
import type { Permissions, TableAccess } from '../../model/permissions.js';

/** What Glue says of an object that a caller asks for, as far as Lake Formation decides it. */
export interface GlueAnswer {
  /** The object that CloudTrail lists in `insufficientLakeFormationPermissions`: `db` or `db:table`. */
  readonly insufficient?: string;
  /** Undefined when the caller gets the object. */
  readonly refusal?: { readonly code: string; readonly message: string };
}

/** The refusal that names what is missing (seen, 2023 to 2026: "Required Describe on …", "Required Create Database on Catalog"). */
export function requiredText(required: string, on: string): string {
  return `Insufficient Lake Formation permission(s): Required ${required} on ${on}`;
}

function refused(insufficient: string, message: string): GlueAnswer {
  return { insufficient, refusal: { code: 'AccessDeniedException', message } };
}

function notFound(message: string): GlueAnswer {
  return { refusal: { code: 'EntityNotFoundException', message } };
}

/**
 * A database, undefined when there is none of this name: refused in the same words when it is hidden and when it is
 * missing, but to whom could create it.
 */
export function databaseAnswer(
  permissions: Permissions,
  principalArn: string,
  name: string,
  database: GlueDatabase | undefined,
): GlueAnswer {
  if (database === undefined) {
    const mayKnow =
      permissions.isAdministrator(principalArn) ||
      permissions.isReadOnlyAdministrator(principalArn) ||
      permissions.may(principalArn, 'CREATE_DATABASE', name);
    return mayKnow ? notFound(`Database ${name} not found.`) : refused(name, requiredText('Describe', name));
  }
  if (!permissions.databaseVisible(principalArn, database.name)) {
    return refused(database.name, requiredText('Describe', database.name));
  }
  const throughIamOnly = permissions.databaseSeenThroughIamOnly(principalArn, database.name);
  return throughIamOnly ? { insufficient: database.name } : {};
}

/**
 * A table, undefined when there is none of this name: one that is not there reads as a refused one to whom may not create
 * it (seen: aws/aws-sdk-pandas#677, ExpediaGroup/waggle-dance#359, apache/superset#21945).
 */
export function tableAnswer(
  permissions: Permissions,
  principalArn: string,
  named: { readonly databaseName: string; readonly tableName: string },
  found: { readonly table: GlueTable; readonly access: TableAccess } | undefined,
): GlueAnswer {
  const name = named.tableName.toLowerCase();
  const object = `${named.databaseName.toLowerCase()}:${name}`;
  if (found === undefined) {
    const mayKnow =
      permissions.isReadOnlyAdministrator(principalArn) ||
      permissions.may(principalArn, 'CREATE_TABLE', named.databaseName);
    if (mayKnow) return notFound('Entity Not Found');
    return refused(object, `Insufficient Lake Formation permission(s) on ${name}`);
  }
  if (!found.access.visible) return refused(object, requiredText('Describe', found.table.name));
  return found.access.viaIamAllowedPrincipals ? { insufficient: object } : {};
}
