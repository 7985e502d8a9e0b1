import type { BatchPermissionsRequestEntry } from '@aws-sdk/client-lakeformation';
import { ACCOUNT_ID } from '../../lake/process/account.js';

export interface CatalogueSizes {
  readonly tables: number;
  readonly columns: number;
  readonly roles: number;
  readonly grants: number;
}

export const DATABASES = 10;

export const databaseName = (table: number): string => `db_${table % DATABASES}`;
export const tableName = (table: number): string => `table_${table}`;
export const roleName = (role: number): string => `role_${role}`;
export const roleArn = (role: number): string => `arn:aws:iam::${ACCOUNT_ID}:role/${roleName(role)}`;

export const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:root` }, Action: 'sts:AssumeRole' }],
});

export function columnsOf({ columns }: CatalogueSizes): readonly { readonly Name: string; readonly Type: string }[] {
  return Array.from({ length: columns }, (_, index) => ({ Name: `c${index}`, Type: 'string' }));
}

/** The same number for each role, each on another table: a column list of ten, or the whole table for every fifth. */
export function grantsOf(sizes: CatalogueSizes): readonly BatchPermissionsRequestEntry[] {
  const names = columnsOf(sizes).map(({ Name }) => Name);
  return Array.from({ length: sizes.grants }, (_, index) => {
    const role = index % sizes.roles;
    const table = (Math.floor(index / sizes.roles) * 97 + role * 13) % sizes.tables;
    const DatabaseName = databaseName(table);
    const Name = tableName(table);
    const whole = index % 5 === 0;
    return {
      Id: String(index),
      Principal: { DataLakePrincipalIdentifier: roleArn(role) },
      Resource: whole
        ? { Table: { DatabaseName, Name } }
        : { TableWithColumns: { DatabaseName, Name, ColumnNames: names.slice(index % 20, (index % 20) + 10) } },
      Permissions: ['SELECT'],
    };
  });
}
