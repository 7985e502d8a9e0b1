import type { LakeAccount } from '../../model/lake.js';

/** ARNs of the Data Catalog (Service Authorization Reference, AWS Glue, "resource types"). */
export function catalogArn(account: LakeAccount): string {
  return `arn:${account.partition}:glue:${account.region}:${account.accountId}:catalog`;
}

export function databaseArn(account: LakeAccount, databaseName: string): string {
  return `arn:${account.partition}:glue:${account.region}:${account.accountId}:database/${databaseName.toLowerCase()}`;
}

export function tableArn(account: LakeAccount, databaseName: string, tableName: string): string {
  const name = `${databaseName.toLowerCase()}/${tableName.toLowerCase()}`;
  return `arn:${account.partition}:glue:${account.region}:${account.accountId}:table/${name}`;
}
