import type { LakeAccount } from '../../model/lake.js';

/** ARNs of the Data Catalog (Service Authorization Reference, AWS Glue, "resource types"). */
export function catalogArn(account: LakeAccount): string {
  return `arn:${account.partition}:glue:${account.region}:${account.accountId}:catalog`;
}

export function databaseArn(account: LakeAccount, databaseName: string): string {
  return `arn:${account.partition}:glue:${account.region}:${account.accountId}:database/${databaseName.toLowerCase()}`;
}

/** The object and everything above it: IAM is asked for each ("glue-specifying-resource-arns"). */
export function resourcesOf(
  account: LakeAccount,
  subject: { readonly databaseName?: string | undefined; readonly tableName?: string | undefined },
): readonly string[] {
  if (subject.databaseName === undefined) return [catalogArn(account)];
  const above = [catalogArn(account), databaseArn(account, subject.databaseName)];
  if (subject.tableName === undefined) return above;
  return [...above, tableArn(account, subject.databaseName, subject.tableName)];
}

export function tableArn(account: LakeAccount, databaseName: string, tableName: string): string {
  const name = `${databaseName.toLowerCase()}/${tableName.toLowerCase()}`;
  return `arn:${account.partition}:glue:${account.region}:${account.accountId}:table/${name}`;
}
