import { AthenaClient, ListWorkGroupsCommand } from '@aws-sdk/client-athena';
import {
  CloudTrailClient,
  CreateTrailCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateDatabaseCommand, GetDatabasesCommand, GlueClient } from '@aws-sdk/client-glue';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LakeFormationClient, ListPermissionsCommand, PutDataLakeSettingsCommand } from '@aws-sdk/client-lakeformation';
import { ListBucketsCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { ListDomainsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { faultOrderSchema } from '../faults.js';
import { type ClientOptions, type QueryLake, startQueryLake } from '../testing/query-lake.js';
import { FAULTS } from './index.js';

/* Each fault as a client meets it. Those of filters are in lake/engine, where filters are. */
let lake: QueryLake;
let analyst: ClientOptions;

beforeAll(async () => {
  lake = await startQueryLake();
  analyst = await lake.person('analyst');
  await new LakeFormationClient(lake.admin).send(
    new PutDataLakeSettingsCommand({
      DataLakeSettings: {
        DataLakeAdmins: [{ DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:user/lake-admin' }],
        CreateDatabaseDefaultPermissions: [],
        CreateTableDefaultPermissions: [],
      },
    }),
  );
  const glue = new GlueClient(lake.admin);
  for (const Name of ['first', 'second']) await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name } }));
});

afterEach(() => lake.bare.assembled.faults.clear());

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

function arm(order: object): void {
  lake.bare.assembled.faults.arm(faultOrderSchema.parse(order));
}

/** A client that tries once, so that a test sees what came. */
const once = <T extends object>(options: T): T & { readonly maxAttempts: 1 } => ({ ...options, maxAttempts: 1 });

/** `Name status` of what a call threw. */
async function thrown(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
    return `${error.name} ${String($metadata?.httpStatusCode)}`;
  }
  return 'nothing';
}

const CALLS: Readonly<Record<string, (who: ClientOptions) => Promise<unknown>>> = {
  athena: (who) => new AthenaClient(once(who)).send(new ListWorkGroupsCommand({})),
  cloudtrail: (who) => new CloudTrailClient(once(who)).send(new LookupEventsCommand({})),
  glue: (who) => new GlueClient(once(who)).send(new GetDatabasesCommand({})),
  iam: (who) => new IAMClient(once(who)).send(new ListRolesCommand({})),
  lakeformation: (who) => new LakeFormationClient(once(who)).send(new ListPermissionsCommand({})),
  s3: (who) => new S3Client(once(who)).send(new ListBucketsCommand({})),
  sagemaker: (who) => new SageMakerClient(once(who)).send(new ListDomainsCommand({})),
  sts: (who) => new STSClient(once(who)).send(new GetCallerIdentityCommand({})),
};

const call = (service: string, who: ClientOptions): Promise<string> =>
  thrown(CALLS[service]?.(who) ?? Promise.resolve('no such call'));

describe('a fault of every service', () => {
  it.each([
    ['athena', 'ThrottlingException 400', 'InternalServerException 500', 'ExpiredTokenException 400'],
    ['cloudtrail', 'ThrottlingException 400', 'InternalFailure 500', 'ExpiredTokenException 400'],
    ['glue', 'ThrottlingException 400', 'InternalServiceException 500', 'ExpiredTokenException 400'],
    ['iam', 'Throttling 400', 'ServiceFailureException 500', 'ExpiredToken 403'],
    ['lakeformation', 'ThrottlingException 400', 'InternalServiceException 500', 'ExpiredTokenException 400'],
    ['s3', 'SlowDown 503', 'ServiceUnavailable 503', 'ExpiredToken 400'],
    ['sagemaker', 'ThrottlingException 400', 'InternalFailure 500', 'ExpiredTokenException 400'],
    ['sts', 'Throttling 400', 'InternalFailure 500', 'ExpiredToken 403'],
  ])('%s: throttling is %s, server-error %s, expired-token %s', async (service, throttled, failed, expired) => {
    for (const [fault, said] of [
      ['throttling', throttled],
      ['server-error', failed],
      ['expired-token', expired],
    ]) {
      arm({ fault, match: { service, principalName: 'analyst' }, times: 1 });
      expect(await call(service, analyst)).toBe(said);
      expect(await call(service, analyst)).toBe('nothing');
    }
  });

  it('strikes the principal that it is aimed at, and a long-term key has no token to expire', async () => {
    arm({ fault: 'expired-token', match: {} });
    arm({ fault: 'server-error', match: { principalName: 'somebody-else' } });
    expect(await call('glue', lake.admin)).toBe('nothing');
    expect(await call('glue', analyst)).toBe('ExpiredTokenException 400');
  });

  it('connection-cut ends the connection without an answer', async () => {
    arm({ fault: 'connection-cut', match: { service: 'glue' } });
    expect(await call('glue', analyst)).toMatch(/^(?:Error|TimeoutError) undefined$/);
  });
});

describe('clock-skew', () => {
  it.each([
    ['athena', 'InvalidSignatureException 400'],
    ['sts', 'SignatureDoesNotMatch 403'],
    ['s3', 'RequestTimeTooSkewed 403'],
  ])('is refused by %s as %s', async (service, said) => {
    arm({ fault: 'clock-skew', match: { service }, skewMs: 3_000_000 });
    expect(await call(service, lake.admin)).toBe(said);
    lake.bare.assembled.faults.clear();
    arm({ fault: 'clock-skew', match: { service }, skewMs: -3_000_000 });
    expect(await call(service, lake.admin)).toBe(said);
  });

  it('is mended by a client that reads the Date header', async () => {
    arm({ fault: 'clock-skew', match: { service: 'glue' }, skewMs: 3_000_000 });
    expect(await thrown(new GlueClient({ ...lake.admin, maxAttempts: 3 }).send(new GetDatabasesCommand({})))).toBe(
      'nothing',
    );
  });
});

describe('page-missing', () => {
  const databases = async (MaxResults?: number): Promise<unknown> => {
    const { DatabaseList = [], NextToken } = await new GlueClient(lake.admin).send(
      new GetDatabasesCommand({ MaxResults }),
    );
    return { names: DatabaseList.map(({ Name }) => Name), more: NextToken !== undefined };
  };

  it('gives the next page in the place of one that has a next one', async () => {
    const match = { operation: 'GetDatabases' };
    expect(await databases(1)).toEqual({ names: ['first'], more: true });
    arm({ fault: 'page-missing', match });
    expect(await databases(1)).toEqual({ names: ['second'], more: false });
  });

  it('gives an empty page in the place of the last one', async () => {
    arm({ fault: 'page-missing', match: { operation: 'GetDatabases' } });
    expect(await databases()).toEqual({ names: [], more: false });
  });

  it('leaves the columns of a query’s result, and no row of it', async () => {
    arm({ fault: 'page-missing', match: { operation: 'GetQueryResults' } });
    expect(await lake.ask(lake.admin, 'SHOW DATABASES')).toEqual({ columns: ['database_name'], rows: [] });
  });

  it('leaves calls alone that list nothing', async () => {
    arm({ fault: 'page-missing', match: {} });
    expect(await call('sts', analyst)).toBe('nothing');
  });
});

describe('of a query', () => {
  it('result-truncated leaves out the last row, of the query that it is aimed at', async () => {
    arm({ fault: 'result-truncated', match: { queryText: 'SHOW' } });
    expect(await lake.ask(lake.admin, 'SHOW DATABASES')).toMatchObject({ rows: [['first']] });
    expect(await lake.ask(lake.admin, 'SELECT 1')).toMatchObject({ rows: [['1']] });
  });

  it('slow-query takes so much longer', async () => {
    arm({ fault: 'slow-query', match: { queryText: 'SELECT 2' }, delayMs: 300 });
    const began = performance.now();
    expect(await lake.ask(lake.admin, 'SELECT 2')).toMatchObject({ rows: [['2']] });
    expect(performance.now() - began).toBeGreaterThanOrEqual(300);
  });
});

describe('extra-grant', () => {
  it('shows a database to whom nothing was granted, and lists no grant', async () => {
    const seen = async (): Promise<unknown> => lake.ask(analyst, 'SHOW DATABASES');
    expect(await seen()).toMatchObject({ rows: [] });
    arm({ fault: 'extra-grant', match: { principalName: 'analyst', databaseName: 'second' } });
    expect(await seen()).toMatchObject({ rows: [['second']] });
    const { PrincipalResourcePermissions = [] } = await new LakeFormationClient(lake.admin).send(
      new ListPermissionsCommand({}),
    );
    expect(JSON.stringify(PrincipalResourcePermissions)).not.toContain('analyst');
  });
});

describe('of the log', () => {
  it('event-duplicated delivers an event twice under one eventID', async () => {
    arm({ fault: 'event-duplicated', match: { eventName: 'ListDomains' } });
    await CALLS.sagemaker?.(lake.admin);
    const found = await new CloudTrailClient(lake.admin).send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ListDomains' }] }),
    );
    const [first, second] = found.Events ?? [];
    expect(first?.EventId).toBeDefined();
    expect(second).toEqual(first);
  });

  it('trail-stopped shows in the status of a trail that was started', async () => {
    const trail = new CloudTrailClient(lake.admin);
    const status = async () => (await trail.send(new GetTrailStatusCommand({ Name: 'history' }))).IsLogging;
    await allowCloudTrail();
    await trail.send(new CreateTrailCommand({ Name: 'history', S3BucketName: 'results' }));
    await trail.send(new StartLoggingCommand({ Name: 'history' }));
    expect(await status()).toBe(true);
    arm({ fault: 'trail-stopped' });
    expect(await status()).toBe(false);
  });
});

async function allowCloudTrail(): Promise<void> {
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const Statement = [
    { Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: 'arn:aws:s3:::results' },
    { Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: 'arn:aws:s3:::results/*' },
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await new S3Client(lake.admin).send(new PutBucketPolicyCommand({ Bucket: 'results', Policy }));
}

describe('the list of faults', () => {
  it('names each once, in a sentence', () => {
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
    expect(FAULTS.filter(({ about }) => !/^[A-Z].*\.$/.test(about))).toEqual([]);
  });

  it.each(FAULTS.filter(({ needs }) => needs !== undefined))('refuses $name without $needs', ({ name, needs }) => {
    expect(JSON.stringify(faultOrderSchema.safeParse({ fault: name }).error?.issues)).toContain(needs);
  });
});
