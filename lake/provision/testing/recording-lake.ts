import { createRequire } from 'node:module';
import { NormalizedSchema } from '@smithy/core/schema';
import { FakeClock } from '../../../core/clock.js';
import type { ServiceId } from '../../model/action.js';
import type { Caller } from '../../model/caller.js';
import type { Lake } from '../../model/lake.js';
import { NO_JOURNAL } from '../../storage/journal.js';

const require = createRequire(import.meta.url);

export interface RecordedCall {
  readonly service: ServiceId;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export const deployer: Caller = {
  type: 'IAMUser',
  accountId: '111122223333',
  arn: 'arn:aws:iam::111122223333:user/lake-admin',
  principalArn: 'arn:aws:iam::111122223333:user/lake-admin',
  userId: 'AIDAEXAMPLE',
  accessKeyId: 'AKIAEXAMPLE',
  name: 'lake-admin',
};

/** A lake that writes calls down and answers as the services do, as far as providers read the answers. */
export function recordingLake(
  options: { readonly region?: string; readonly partition?: string; readonly refuse?: string } = {},
): {
  readonly lake: Lake;
  readonly calls: RecordedCall[];
} {
  const { region = 'us-east-1', partition = 'aws' } = options;
  const calls: RecordedCall[] = [];
  const base = {
    partition,
    region,
    accountId: '111122223333',
    clock: new FakeClock(),
    stateDir: '/nowhere',
    journal: NO_JOURNAL,
  };
  const invoke: Lake['invoke'] = async (caller, service, operation, input) => {
    if (caller !== deployer) throw new Error('not as the deployer');
    const record = typeof input === 'object' && input !== null ? { ...input } : {};
    calls.push({ service, operation, input: record });
    if (operation === options.refuse) throw Object.assign(new Error('no'), { code: 'AccessDenied' });
    return Promise.resolve(answerOf(partition, region, operation, record));
  };
  const lake = new Proxy({ ...base, invoke } as Partial<Lake> as Lake, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name) as unknown;
      throw new Error(`a provider touched lake.${String(name)}, not only its APIs`);
    },
  });
  return { lake, calls };
}

function answerOf(
  partition: string,
  region: string,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): unknown {
  const arn = (service: string, resource: string, at = region) =>
    `arn:${partition}:${service}:${at}:111122223333:${resource}`;
  switch (operation) {
    case 'CreateRole':
      return { Role: { Arn: arn('iam', `role/${String(input.RoleName)}`, ''), RoleId: 'AROAEXAMPLE' } };
    case 'CreatePolicy':
      return { Policy: { Arn: arn('iam', `policy/${String(input.PolicyName)}`, ''), PolicyId: 'ANPAEXAMPLE' } };
    case 'CreateUser':
      return { User: { Arn: arn('iam', `user/${String(input.UserName)}`, '') } };
    case 'CreateGroup':
      return { Group: { Arn: arn('iam', `group/${String(input.GroupName)}`, '') } };
    case 'CreateTrail':
      return { TrailARN: arn('cloudtrail', `trail/${String(input.Name)}`) };
    case 'CreateDomain':
      return { DomainArn: arn('sagemaker', 'domain/d-abcdefghijkl') };
    case 'CreateUserProfile':
      return { UserProfileArn: arn('sagemaker', `user-profile/d-abcdefghijkl/${String(input.UserProfileName)}`) };
    case 'GetDataLakeSettings':
      return {
        DataLakeSettings: { DataLakeAdmins: [{ DataLakePrincipalIdentifier: deployer.arn }], Parameters: { a: 'b' } },
      };
    default:
      return {};
  }
}

/** What in a call the SDK's own schema of the operation does not know or misses: an oracle that is not ours. */
export function schemaProblems(call: RecordedCall): string[] {
  const exports: unknown = require(`@aws-sdk/client-${call.service}`);
  const operation = Object.entries(exports ?? {}).find(([name]) => name === `${call.operation}$`)?.[1] as unknown;
  if (!Array.isArray(operation)) return [`${call.service} has no operation ${call.operation}`];
  return problemsIn(
    NormalizedSchema.of(operation[4] as Parameters<typeof NormalizedSchema.of>[0]),
    call.input,
    call.operation,
  );
}

function problemsIn(schema: NormalizedSchema, value: unknown, at: string): string[] {
  if (value === undefined) return [`${at}: undefined`];
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return [`${at}: not a list`];
    return value.flatMap((item, index) => problemsIn(schema.getValueSchema(), item, `${at}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) {
    const fits =
      (schema.isStringSchema() && typeof value === 'string') ||
      (schema.isBooleanSchema() && typeof value === 'boolean') ||
      (schema.isNumericSchema() && typeof value === 'number');
    return fits ? [] : [`${at}: ${typeof value} does not fit`];
  }
  if (schema.isMapSchema()) {
    return Object.entries(value).flatMap(([key, item]) => problemsIn(schema.getValueSchema(), item, `${at}.${key}`));
  }
  if (!schema.isStructSchema()) return [`${at}: an object does not fit`];
  const members = new Map(schema.structIterator());
  return Object.entries(value).flatMap(([name, item]) => {
    const member = members.get(name);
    return member === undefined ? [`${at}.${name}: no such member`] : problemsIn(member, item, `${at}.${name}`);
  });
}
