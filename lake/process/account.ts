import type { AssembledLake } from '../lake.js';
import type { Caller } from '../model/caller.js';
import { identityPolicy } from '../services/iam/documents.js';
import type { AccessKey, IamUser } from '../services/iam/store.js';
import { newId } from '../services/iam/store.js';

export const ACCOUNT_ID = '111122223333';
export const REGION = 'us-east-1';
export const PARTITION = 'aws';
/** Deploys, loads data; a data lake administrator from the start. */
const ADMIN_USER = 'lake-admin';
/** May become the runner, and nothing else. */
const OPERATOR_USER = 'lakeproof-operator';
const RUNNER_ROLE = 'LakeproofRunner';

export interface Founders {
  readonly admin: Caller;
  readonly adminKey: AccessKey;
  readonly operatorKey: AccessKey;
}

/** Of an account that is taken up again: those who are still there, and have the keys of then. */
export function keptFounders(
  { identities }: AssembledLake,
  keys: { readonly adminKeyId: string; readonly operatorKeyId: string },
): Partial<Founders> {
  const { iam } = identities;
  const adminKey = iam.accessKeys.get(keys.adminKeyId);
  const operatorKey = iam.accessKeys.get(keys.operatorKeyId);
  return {
    ...(adminKey === undefined
      ? {}
      : { adminKey, admin: identities.callerOf(adminKey.userName, adminKey.accessKeyId) }),
    ...(operatorKey === undefined ? {} : { operatorKey }),
  };
}

/** The users that an account has before anything is deployed. Their keys are new for each lake. */
export function foundAccount({ identities, lake }: AssembledLake): Founders {
  const { iam } = identities;
  const admin = addUser(ADMIN_USER);
  admin.attached.add(iam.policy(`arn:${lake.partition}:iam::aws:policy/AdministratorAccess`).arn);
  const operator = addUser(OPERATOR_USER);
  operator.inline.set(
    'AssumeLakeproofRunner',
    identityPolicy(
      JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Resource: iam.arnOf('role', '/', RUNNER_ROLE),
        },
      }),
    ),
  );
  const adminKey = iam.addAccessKey(admin.name);
  return {
    admin: identities.callerOf(admin.name, adminKey.accessKeyId),
    adminKey,
    operatorKey: iam.addAccessKey(operator.name),
  };

  function addUser(name: string): IamUser {
    const user: IamUser = {
      kind: 'user',
      name,
      id: newId('AIDA'),
      arn: iam.arnOf('user', '/', name),
      path: '/',
      createdAt: iam.now(),
      inline: new Map(),
      attached: new Set(),
      tags: new Map(),
      groups: new Set(),
    };
    iam.users.set(name, user);
    return user;
  }
}
