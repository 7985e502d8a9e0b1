import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ALL_COLUMNS, LIMITED_COLUMNS } from './columns.js';
import { type LakeClients, startLakeClients } from './lake-clients.js';
import { eventOfQuery, query, results } from './query.js';

const FULL = 'data-scientist-full';
const LIMITED = 'data-scientist-limited';
const SELECT_ALL = 'SELECT * FROM amazon_reviews_db.amazon_reviews_parquet LIMIT 10';

let clients: LakeClients;
beforeAll(async () => {
  clients = await startLakeClients({ template: 'infra/walkthrough.template.yaml', data: 'reviews' });
});
afterAll(async () => {
  await clients.stop();
});

describe('the AWS CLI on the hardened template', () => {
  test('sts get-caller-identity through aws-config names runner and execution role', async () => {
    const identity = z.object({ Account: z.literal('111122223333'), Arn: z.string() });
    const arn = async (profile: string) =>
      identity.parse(await clients.json(profile, 'sts', 'get-caller-identity')).Arn;
    expect(await arn('lake-admin')).toBe('arn:aws:iam::111122223333:user/lake-admin');
    expect(await arn('lakeproof-runner')).toMatch(/^arn:aws:sts::111122223333:assumed-role\/LakeproofRunner\//);
    expect(await arn(LIMITED)).toBe(
      'arn:aws:sts::111122223333:assumed-role/SageMakerStudioExecutionRole_data-scientist-limited/lakeproof-cli',
    );
  });

  test('sts assume-role by hand needs the runner, the external id and the session name', async () => {
    const assume = async (profile: string, sessionName: string, ...more: string[]) =>
      clients.aws(
        profile,
        'sts',
        'assume-role',
        '--role-arn',
        `arn:aws:iam::111122223333:role/SageMakerStudioExecutionRole_${LIMITED}`,
        '--role-session-name',
        sessionName,
        ...more,
      );
    const externalId = ['--external-id', 'lakeproof-walkthrough'];
    const granted = await assume(
      'lakeproof-runner',
      'lakeproof-by-hand',
      ...externalId,
      '--source-identity',
      'lakeproof-by-hand',
    );
    expect(granted.status).toBe(0);
    expect(JSON.parse(granted.stdout)).toMatchObject({
      SourceIdentity: 'lakeproof-by-hand',
      AssumedRoleUser: {
        Arn: 'arn:aws:sts::111122223333:assumed-role/SageMakerStudioExecutionRole_data-scientist-limited/lakeproof-by-hand',
      },
    });
    const refusals = await Promise.all([
      assume('lakeproof-runner', 'lakeproof-by-hand'),
      assume('lakeproof-runner', 'somebody', ...externalId),
      assume('lakeproof-runner', 'lakeproof-by-hand', ...externalId, '--source-identity', 'somebody'),
      assume(FULL, 'lakeproof-by-hand', ...externalId),
    ]);
    for (const refusal of refusals) {
      expect(refusal.status).not.toBe(0);
      expect(refusal.stderr).toContain('(AccessDenied) when calling the AssumeRole operation');
    }
  });

  test.each([
    [FULL, ALL_COLUMNS],
    [LIMITED, LIMITED_COLUMNS],
  ])('athena: SELECT * as %s shows exactly its columns', async (profile, columns) => {
    const { id, status } = await query(clients, profile, SELECT_ALL);
    expect(status.State, status.StateChangeReason).toBe('SUCCEEDED');
    const seen = await results(clients, profile, id);
    expect(seen.columns).toEqual(columns);
    expect(seen.rows[0]).toEqual(columns);
    expect(seen.rows).toHaveLength(11);
  });

  test("athena: a denied column ends FAILED in AWS's words", async () => {
    const { status } = await query(
      clients,
      LIMITED,
      'SELECT customer_id FROM amazon_reviews_db.amazon_reviews_parquet',
    );
    expect(status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: expect.stringContaining(
        "COLUMN_NOT_FOUND: line 1:8: Column 'customer_id' cannot be resolved or requester is not authorized to access requested resources",
      ) as unknown,
      AthenaError: { ErrorCategory: 2, ErrorType: 1006, Retryable: false },
    });
  });

  test.each([
    [
      'amazon_reviews_db.amazon_reviews_restricted',
      "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.amazon_reviews_db.amazon_reviews_restricted' does not exist",
    ],
    ['restricted_db.canary', "SCHEMA_NOT_FOUND: line 1:15: Schema 'restricted_db' does not exist"],
  ])('athena: %s reads as absent', async (table, text) => {
    const { status } = await query(clients, FULL, `SELECT * FROM ${table}`);
    expect(status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: expect.stringContaining(text) as unknown,
      AthenaError: { ErrorCategory: 2, ErrorType: 1301, Retryable: false },
    });
  });

  test('athena: 200,000 reviews in ten categories, for whoever may count them', async () => {
    const sql =
      'SELECT product_category, count(*) FROM amazon_reviews_db.amazon_reviews_parquet GROUP BY product_category';
    const { id, status } = await query(clients, LIMITED, sql);
    expect(status.State, status.StateChangeReason).toBe('SUCCEEDED');
    const [, ...rows] = (await results(clients, LIMITED, id)).rows;
    expect(rows).toHaveLength(10);
    expect(rows.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(200_000);
  });

  test("athena: another person's workgroup and results are closed", async () => {
    const foreign = await clients.aws(
      LIMITED,
      'athena',
      'start-query-execution',
      '--query-string',
      'SELECT 1',
      '--work-group',
      `studio-${FULL}`,
    );
    expect(foreign.status).not.toBe(0);
    expect(foreign.stderr).toMatch(/AccessDeniedException.*athena:StartQueryExecution/s);
    const { outputLocation } = await query(clients, FULL, 'SELECT 1');
    expect(outputLocation).toMatch(
      /^s3:\/\/sagemaker-audit-control-query-results-us-east-1-111122223333\/data-scientist-full\/[0-9a-f-]{36}\.csv$/,
    );
    expect((await clients.aws(FULL, 's3', 'cp', outputLocation, '-')).stdout).toContain('1');
    const stolen = await clients.aws(LIMITED, 's3', 'cp', outputLocation, '-');
    expect(stolen.status).not.toBe(0);
    expect(stolen.stderr).toMatch(/403|AccessDenied/);
  });

  test('cloudtrail: both events of a query, by its id, name the person through the role', async () => {
    const { id } = await query(clients, LIMITED, SELECT_ALL);
    const role = `SageMakerStudioExecutionRole_${LIMITED}`;
    const started = await eventOfQuery(clients, 'StartQueryExecution', id);
    expect(started).toMatchObject({
      eventSource: 'athena.amazonaws.com',
      responseElements: { queryExecutionId: id },
      requestParameters: { queryString: '***OMITTED***', workGroup: `studio-${LIMITED}` },
      userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: role } } },
    });
    const accessed = await eventOfQuery(clients, 'GetDataAccess', id);
    expect(accessed).toMatchObject({
      eventSource: 'lakeformation.amazonaws.com',
      readOnly: true,
      requestParameters: {
        tableArn: 'arn:aws:glue:us-east-1:111122223333:table/amazon_reviews_db/amazon_reviews_parquet',
      },
      additionalEventData: { lakeFormationPrincipal: `arn:aws:iam::111122223333:role/${role}` },
      userIdentity: { type: 'AssumedRole', invokedBy: 'athena.amazonaws.com' },
    });
  });

  test('s3 ls: the deployer sees the data by partition, a data scientist nothing of it', async () => {
    const location = 's3://lakeproof-reviews-111122223333-us-east-1/amazon_reviews_db/amazon_reviews_parquet/';
    const seen = await clients.aws('lake-admin', 's3', 'ls', location);
    expect(seen.stdout.match(/PRE product_category=\w+\//g)).toHaveLength(10);
    const refused = await clients.aws(FULL, 's3', 'ls', location);
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain('AccessDenied');
  });

  test('lakeformation: the runner reads settings and grants, and changes none', async () => {
    const settings = await clients.json('lakeproof-runner', 'lakeformation', 'get-data-lake-settings');
    expect(settings).toMatchObject({
      DataLakeSettings: {
        DataLakeAdmins: [{ DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:user/lake-admin' }],
        ReadOnlyAdmins: [{ DataLakePrincipalIdentifier: 'arn:aws:iam::111122223333:role/LakeproofRunner' }],
        CreateDatabaseDefaultPermissions: [],
        CreateTableDefaultPermissions: [],
      },
    });
    // Of IAM_ALLOWED_PRINCIPALS there is left what every account has: the right to create databases, which opens none.
    const listed = JSON.stringify(
      await clients.json(
        'lakeproof-runner',
        'lakeformation',
        'list-permissions',
        '--query',
        'PrincipalResourcePermissions[?!(Resource.Catalog)]',
      ),
    );
    expect(listed).toContain(`SageMakerStudioExecutionRole_${LIMITED}`);
    expect(listed).not.toContain('IAM_ALLOWED_PRINCIPALS');
    const change = await clients.aws(
      'lakeproof-runner',
      'lakeformation',
      'put-data-lake-settings',
      '--data-lake-settings',
      JSON.stringify({ DataLakeAdmins: [] }),
    );
    expect(change.stderr).toContain('AccessDeniedException');
  });

  test('sagemaker: profiles and the roles that they name', async () => {
    const domains = z.object({ Domains: z.array(z.object({ DomainId: z.string(), DomainName: z.string() })) });
    const [domain] = domains.parse(await clients.json('lakeproof-runner', 'sagemaker', 'list-domains')).Domains;
    expect(domain?.DomainName).toBe('lakeproof-walkthrough');
    const profile = await clients.json(
      'lakeproof-runner',
      'sagemaker',
      'describe-user-profile',
      '--domain-id',
      domain?.DomainId ?? '',
      '--user-profile-name',
      LIMITED,
    );
    expect(profile).toMatchObject({
      UserSettings: { ExecutionRole: `arn:aws:iam::111122223333:role/SageMakerStudioExecutionRole_${LIMITED}` },
    });
  });

  test('an app of Studio: SageMaker’s session of the profile’s role, which names the profile', async () => {
    const identity = await clients.studio(LIMITED, 'sts', 'get-caller-identity');
    expect(identity.stderr).toBe('');
    expect(JSON.parse(identity.stdout)).toMatchObject({
      Arn: `arn:aws:sts::111122223333:assumed-role/SageMakerStudioExecutionRole_${LIMITED}/SageMaker`,
    });
    const started = z
      .object({ QueryExecutionId: z.string() })
      .parse(
        JSON.parse(
          (
            await clients.studio(
              LIMITED,
              'athena',
              'start-query-execution',
              '--query-string',
              'SELECT 1',
              '--work-group',
              `studio-${LIMITED}`,
            )
          ).stdout,
        ),
      );
    expect(await eventOfQuery(clients, 'StartQueryExecution', started.QueryExecutionId)).toMatchObject({
      userIdentity: { sessionContext: { sourceIdentity: LIMITED } },
    });
  });

  test('sagemaker: a person opens the own profile’s door and nobody else’s, and cleans up from the inside out', async () => {
    const domains = z.object({ Domains: z.array(z.object({ DomainId: z.string() })) });
    const [domain] = domains.parse(await clients.json('lake-admin', 'sagemaker', 'list-domains')).Domains;
    const about = ['--domain-id', domain?.DomainId ?? ''];
    const profile = (name: string) => [...about, '--user-profile-name', name];
    const app = ['--app-type', 'JupyterServer', '--app-name', 'default'];
    const ask = async (...args: readonly string[]) => {
      const { status, stderr } = await clients.aws('lake-admin', 'sagemaker', ...args);
      return status === 0 ? 'done' : (/\(([A-Za-z]+)\)/.exec(stderr)?.[1] ?? stderr);
    };
    const opened = await clients.json('lake-admin', 'sagemaker', 'create-presigned-domain-url', ...profile(LIMITED));
    expect(JSON.stringify(opened)).toContain(`${domain?.DomainId}.studio.us-east-1.sagemaker.aws/auth?token=`);
    const asked = [
      await ask('create-user-profile', ...profile('short-lived'), '--tags', 'Key=studiouserid,Value=short-lived'),
      await ask('create-app', ...profile('short-lived'), ...app),
      await ask('delete-user-profile', ...profile('short-lived')),
      await ask('delete-app', ...profile('short-lived'), ...app),
      await ask('delete-user-profile', ...profile('short-lived')),
      await ask('delete-domain', ...about),
    ];
    expect(asked).toEqual(['done', 'done', 'ResourceInUse', 'done', 'done', 'ResourceInUse']);
  });
});
