import { describe, expect, it } from 'vitest';
import { auditEventSchema } from '../record/schema/audit.js';
import { auditEventOf } from './event.js';

const ID = '33333333-4444-5555-6666-777777777777';

/** AWS's own published sample, July 2026 (aws-samples, Lake Formation best practices, auditing). */
const GET_DATA_ACCESS = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLEADMIN:admin-session',
    arn: 'arn:aws:sts::111122223333:assumed-role/Admin/admin-session',
    accountId: '111122223333',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/Admin', userName: 'Admin' },
      attributes: { mfaAuthenticated: 'false' },
    },
    invokedBy: 'athena.amazonaws.com',
  },
  eventTime: '2026-07-01T21:01:47Z',
  eventSource: 'lakeformation.amazonaws.com',
  eventName: 'GetDataAccess',
  awsRegion: 'us-east-2',
  requestParameters: {
    tableArn: 'arn:aws:glue:us-east-2:111122223333:table/flights/flights_local',
    permissions: ['SELECT'],
    auditContext: { additionalAuditContext: `{queryId: ${ID}}` },
    cellLevelSecurityEnforced: true,
  },
  responseElements: null,
  additionalEventData: {
    requesterService: 'ATHENA',
    LakeFormationTrustedCallerInvocation: 'true',
    lakeFormationPrincipal: 'arn:aws:iam::111122223333:role/Admin',
    lakeFormationRoleSessionName: 'AWSLF-00-AT-111122223333-EXAMPLE04',
  },
  eventID: '87658765-1111-2222-3333-876587658765',
  readOnly: true,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '111122223333',
  eventCategory: 'Management',
};

describe('a CloudTrail event becomes an allow-listed one', () => {
  it('AWS’s sample of GetDataAccess', () => {
    const event = auditEventOf(JSON.stringify(GET_DATA_ACCESS));
    expect(event).toEqual({
      eventID: '87658765-1111-2222-3333-876587658765',
      eventName: 'GetDataAccess',
      eventSource: 'lakeformation.amazonaws.com',
      eventTime: '2026-07-01T21:01:47Z',
      awsRegion: 'us-east-2',
      recipientAccountId: '111122223333',
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/Admin/admin-session',
        accountId: '111122223333',
        sessionIssuerArn: 'arn:aws:iam::111122223333:role/Admin',
        invokedBy: 'athena.amazonaws.com',
      },
      readOnly: true,
      managementEvent: true,
      queryExecutionId: ID,
      tableArn: 'arn:aws:glue:us-east-2:111122223333:table/flights/flights_local',
      lakeFormationPrincipal: 'arn:aws:iam::111122223333:role/Admin',
      requesterService: 'ATHENA',
      lakeFormationRoleSessionName: 'AWSLF-00-AT-111122223333-EXAMPLE04',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(auditEventSchema.safeParse(event).success).toBe(true);
  });

  it('keeps neither key ids nor anything that is not on the list', () => {
    const hostile = {
      ...GET_DATA_ACCESS,
      requestParameters: { ...GET_DATA_ACCESS.requestParameters, queryString: "SELECT 'a value'" },
      secret: 'a value',
    };
    const kept = JSON.stringify(auditEventOf(JSON.stringify(hostile)));
    expect(kept).not.toMatch(/AKIA|AROA|a value|mfa/);
  });

  it.each([
    [`{queryId: ${ID}}`],
    [`{"queryId":"${ID}"}`],
    [`{\\"queryId\\": \\"${ID}\\"}`],
    [`{queryId:${ID.toUpperCase()}, other: 1}`],
    [{ queryId: ID }],
  ])('finds the query id in %j', (additionalAuditContext) => {
    const requestParameters = { ...GET_DATA_ACCESS.requestParameters, auditContext: { additionalAuditContext } };
    expect(auditEventOf(JSON.stringify({ ...GET_DATA_ACCESS, requestParameters }))?.queryExecutionId).toBe(ID);
  });

  it.each([['{queryId: 1234}'], [`{notQueryId: ${ID.slice(1)}}`], [null], [undefined]])(
    'finds none in %j',
    (additionalAuditContext) => {
      const requestParameters = { auditContext: { additionalAuditContext } };
      const event = auditEventOf(JSON.stringify({ ...GET_DATA_ACCESS, requestParameters }));
      expect(event).not.toHaveProperty('queryExecutionId');
    },
  );

  it('reads the query id of StartQueryExecution from what was answered', () => {
    const event = auditEventOf(
      JSON.stringify({
        ...GET_DATA_ACCESS,
        eventName: 'StartQueryExecution',
        requestParameters: { queryString: '***OMITTED***', workGroup: 'studio-x' },
        responseElements: { queryExecutionId: ID },
        additionalEventData: null,
      }),
    );
    expect(event).toMatchObject({ queryExecutionId: ID, workGroup: 'studio-x' });
  });

  it.each([
    ['no JSON', '{'],
    ['an array', '[]'],
    ['without eventID', JSON.stringify({ ...GET_DATA_ACCESS, eventID: undefined })],
    ['without a time', JSON.stringify({ ...GET_DATA_ACCESS, eventTime: 'yesterday' })],
    ['far too long', JSON.stringify({ ...GET_DATA_ACCESS, padding: 'x'.repeat(1024 * 1024) })],
  ])('%s is no CloudTrail record', (_name, text) => {
    expect(auditEventOf(text)).toBeUndefined();
  });
});
