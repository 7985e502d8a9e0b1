import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type LakeClients, startLakeClients } from './lake-clients.js';

const ADMIN = 'lake-admin';
const ACCOUNT = 'arn:aws:iam::111122223333';

let clients: LakeClients;
beforeAll(async () => {
  clients = await startLakeClients({ template: 'infra/walkthrough.template.yaml', data: 'none' });
});
afterAll(async () => {
  await clients.stop();
});

describe('boto3 as an administrator of IAM and STS', () => {
  test('makes a role, becomes it, is refused and allowed as its policies say', async () => {
    const { status, stdout, stderr } = await clients.python(ADMIN, 'tests/clients/identity.py');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const found = z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
    expect(found).toMatchObject({
      trust: { AWS: '111122223333' },
      listed: true,
      refused: [
        'AccessDenied',
        'User: arn:aws:sts::111122223333:assumed-role/auditor/boto is not authorized to perform: iam:GetRole on resource: role auditor because no identity-based policy allows the iam:GetRole action',
        403,
      ],
      allowed: [{ Key: 'team', Value: 'audit' }],
      malformed: ['MalformedPolicyDocument', 'Syntax errors in policy.', 400],
      conflict: ['DeleteConflict', 'Cannot delete entity, must detach all policies first.', 409],
      missing: ['NoSuchEntity', 'The role with name nobody cannot be found.', 404],
      'presigned identity': [
        200,
        expect.stringContaining('<Arn>arn:aws:sts::111122223333:assumed-role/auditor/boto</Arn>'),
      ],
      'spoiled identity': [403, expect.stringContaining('<Code>SignatureDoesNotMatch</Code>')],
      'same user': `${ACCOUNT}:user/lake-admin`,
      'no iam': ['InvalidClientTokenId', 'The security token included in the request is invalid.', 403],
      detail: ['ReadIam'],
    });
  });
});

describe('the AWS CLI as an administrator of IAM', () => {
  const iam = async (...args: string[]): Promise<unknown> => clients.json(ADMIN, 'iam', ...args);

  test('pages, filters by its own queries and decodes policies', async () => {
    await clients.aws(ADMIN, 'iam', 'create-user', '--user-name', 'cli', '--tags', 'Key=team,Value=a');
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
    const put = ['put-user-policy', '--user-name', 'cli', '--policy-name', 'p', '--policy-document'];
    expect((await clients.aws(ADMIN, 'iam', ...put, JSON.stringify(document))).status).toBe(0);
    expect(await iam('get-user-policy', '--user-name', 'cli', '--policy-name', 'p')).toMatchObject({
      PolicyDocument: document,
    });
    expect(await iam('list-users', '--page-size', '1', '--query', 'Users[].UserName')).toContain('cli');
    expect(await iam('get-account-authorization-details', '--filter', 'User', '--max-items', '50')).toMatchObject({
      RoleDetailList: [],
    });
    const refused = await clients.aws(ADMIN, 'iam', 'delete-user', '--user-name', 'cli');
    expect(refused.stderr).toContain(
      'An error occurred (DeleteConflict) when calling the DeleteUser operation: Cannot delete entity, must delete policies first.',
    );
  });
});
