import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { type BareLake, type BareLakeOptions, startBareLake } from '../../../testing/bare-lake.js';
import { createLakeFormation } from '../../lakeformation/index.js';
import { createS3 } from '../../s3/index.js';
import { createSageMaker } from '../../sagemaker/index.js';
import { createGlue } from '../index.js';

export type ClientOptions = ReturnType<BareLake['clientOptions']> & { readonly forcePathStyle: true };

/** A lake on a free port with catalogue, Lake Formation, objects and Studio, and people to ask it. */
export interface DataLake {
  readonly bare: BareLake;
  /** Settings for clients that sign as lake-admin. */
  readonly admin: ClientOptions;
  /** Makes the role `name` with an inline policy, and gives settings for clients in a session of it. */
  person(name: string, statements: readonly object[]): Promise<ClientOptions & { readonly roleArn: string }>;
  close(): Promise<void>;
}

/** `services` adds to those of every data lake, or replaces them. */
export async function startDataLake(options: BareLakeOptions = {}): Promise<DataLake> {
  const bare = await startBareLake({
    ...options,
    services: {
      glue: createGlue,
      lakeFormation: createLakeFormation,
      s3: createS3,
      sageMaker: createSageMaker,
      ...options.services,
    },
  });
  const admin = { ...bare.clientOptions(bare.founders.adminKey), forcePathStyle: true } as const;
  return {
    bare,
    admin,
    person: async (name, statements) => {
      const roleArn = await makeRole(admin, name, statements);
      return { ...admin, credentials: await sessionOf(admin, roleArn), roleArn };
    },
    close: () => bare.close(),
  };
}

async function makeRole(admin: ClientOptions, name: string, statements: readonly object[]): Promise<string> {
  const iam = new IAMClient(admin);
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: policy([
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' },
      ]),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({ RoleName: name, PolicyName: 'inline', PolicyDocument: policy(statements) }),
  );
  return Role?.Arn ?? '';
}

async function sessionOf(admin: ClientOptions, roleArn: string): Promise<ClientOptions['credentials']> {
  const { Credentials } = await new STSClient(admin).send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'lakeproof-test' }),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    ...{ sessionToken: Credentials?.SessionToken ?? '' },
  };
}

export function policy(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** `code: message` of a refused call; fails when the call was answered. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (thrown) {
    if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`;
    throw thrown;
  }
  throw new Error('the call was answered');
}
