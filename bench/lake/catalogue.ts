import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { BatchGrantPermissionsCommand, LakeFormationClient } from '@aws-sdk/client-lakeformation';
import pLimit from 'p-limit';
import type { ClientOptions } from './lake-process.js';
import {
  type CatalogueSizes,
  columnsOf,
  DATABASES,
  databaseName,
  grantsOf,
  roleName,
  tableName,
  trust,
} from './large-account.js';

const IN_FLIGHT = 16;
/** As many as one BatchGrantPermissions takes. */
const GRANTS_A_CALL = 20;

/** Makes it all through AWS's APIs, and says how long that took. */
export async function buildCatalogue(admin: ClientOptions, sizes: CatalogueSizes): Promise<number> {
  const startedMs = performance.now();
  const limit = pLimit(IN_FLIGHT);
  const glue = new GlueClient(admin);
  const iam = new IAMClient(admin);
  const lakeFormation = new LakeFormationClient(admin);
  const each = (count: number, work: (index: number) => Promise<unknown>): Promise<unknown> =>
    Promise.all(Array.from({ length: count }, (_, index) => limit(() => work(index))));
  await each(DATABASES, (index) =>
    glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: databaseName(index) } })),
  );
  const Columns = columnsOf(sizes);
  await each(sizes.tables, (index) =>
    glue.send(
      new CreateTableCommand({
        DatabaseName: databaseName(index),
        TableInput: { Name: tableName(index), StorageDescriptor: { Columns: [...Columns] } },
      }),
    ),
  );
  await each(sizes.roles, (index) =>
    iam.send(new CreateRoleCommand({ RoleName: roleName(index), AssumeRolePolicyDocument: trust })),
  );
  const grants = grantsOf(sizes);
  await each(Math.ceil(grants.length / GRANTS_A_CALL), async (index) => {
    const Entries = grants.slice(index * GRANTS_A_CALL, (index + 1) * GRANTS_A_CALL);
    const { Failures = [] } = await lakeFormation.send(new BatchGrantPermissionsCommand({ Entries }));
    if (Failures.length > 0) throw new Error(`a grant failed: ${JSON.stringify(Failures[0])}`);
  });
  return performance.now() - startedMs;
}
