import { describe, expect, it } from 'vitest';
import type { Denial, FaultClass } from '../model/observation.js';
import { classifyState, classifyThrown, faultOf, type Thrown, thrownOf } from './fault.js';

const USER_ERROR = { category: 2, type: 1006, retryable: false };

describe('refusals, in the words that AWS was seen to use', () => {
  const column = (name: string): string =>
    `COLUMN_NOT_FOUND: line 1:8: Column '${name}' cannot be resolved or requester is not authorized to access requested resources`;
  const arn = 'arn:aws:sts::111122223333:assumed-role/R/S';

  it.each<[string, Denial['signature'], string | undefined]>([
    // A public recording of GetQueryExecution, October 2023.
    [column('email'), 'denied-column', 'email'],
    [column("it's"), 'denied-column', "it's"],
    [column('Customer_ID'), 'denied-column', 'customer_id'],
    ["TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.db.canary' does not exist", 'denied-table', 'canary'],
    ["SCHEMA_NOT_FOUND: line 1:15: Schema 'restricted_db' does not exist", 'denied-database', 'restricted_db'],
    [
      'Insufficient permissions to execute the query. Principal does not have any privilege on specified resource',
      'denied-table',
      undefined,
    ],
    ['Insufficient Lake Formation permission(s): Required Describe on canary', 'denied-table', 'canary'],
    [
      `User: ${arn} is not authorized to perform: lakeformation:GetDataAccess on resource: arn:aws:glue:us-east-1:111122223333:table/db/t because no identity-based policy allows the lakeformation:GetDataAccess action`,
      'denied-iam',
      undefined,
    ],
  ])('%s', (reason, signature, object) => {
    const classified = classifyState({ state: 'FAILED', reason, athenaError: USER_ERROR });
    if (!('denial' in classified)) throw new Error('not recognised');
    expect(classified.denial).toMatchObject({ signature, phase: 'state', text: reason });
    expect(classified.denial.object).toBe(object);
  });

  it.each<[string, string, Denial['signature']]>([
    [
      'AccessDeniedException',
      'You are not authorized to perform: athena:StartQueryExecution on the resource. After your AWS administrator or you have updated your permissions, please try again.',
      'denied-iam',
    ],
    [
      'AccessDeniedException',
      `User: ${arn} is not authorized to perform: athena:StartQueryExecution on resource: arn:aws:athena:us-east-1:111122223333:workgroup/primary because no identity-based policy allows the athena:StartQueryExecution action`,
      'denied-iam',
    ],
    [
      'InvalidRequestException',
      'Entity Not Found (Service: AmazonDataCatalog; Status Code: 400; Error Code: EntityNotFoundException; Request ID: 11111111-2222-3333-4444-555555555555; Proxy: null)',
      'denied-table',
    ],
  ])('at once: %s %s', (code, text, signature) => {
    expect(classifyThrown({ code, text }, 'athena:StartQueryExecution')).toMatchObject({
      denial: { signature, phase: 'sync' },
    });
  });
});

describe('what is no refusal, however much it looks like one', () => {
  const reason =
    "COLUMN_NOT_FOUND: line 1:8: Column 'c' cannot be resolved or requester is not authorized to access requested resources";

  it.each<[string, Parameters<typeof classifyState>[0], FaultClass]>([
    ['the text within another text', { state: 'FAILED', reason: `Query failed: ${reason}` }, 'unrecognised'],
    ['the text with something after it', { state: 'FAILED', reason: `${reason} (and more)` }, 'unrecognised'],
    [
      'a column that merely does not exist, in Trino’s own words',
      { state: 'FAILED', reason: "COLUMN_NOT_FOUND: line 1:8: Column 'c' cannot be resolved" },
      'unrecognised',
    ],
    ['a system error', { state: 'FAILED', reason, athenaError: { category: 1 } }, 'service-error'],
    [
      'an error worth another try',
      { state: 'FAILED', reason, athenaError: { category: 2, retryable: true } },
      'service-error',
    ],
    ['a cancelled query', { state: 'CANCELLED', reason }, 'unrecognised'],
    // An unknown catalog is never Lake Formation's doing: a false green.
    [
      'an unknown catalog',
      { state: 'FAILED', reason: "CATALOG_NOT_FOUND: line 1:15: Catalog 'c' does not exist" },
      'invalid-request',
    ],
    [
      'a statement Athena does not have',
      { state: 'FAILED', reason: 'NOT_SUPPORTED: line 1:1: this' },
      'not-implemented',
    ],
    ['Glue throttling Athena', { state: 'FAILED', reason: 'AWSGlueException: Rate exceeded.' }, 'throttled'],
    ['throttling by its type', { state: 'FAILED', reason: 'x', athenaError: { category: 2, type: 1401 } }, 'throttled'],
    ['an expired token', { state: 'FAILED', reason: 'ExpiredToken: the token has expired' }, 'expired-credentials'],
    [
      'S3 refusing the data',
      { state: 'FAILED', reason: 'PERMISSION_DENIED: Access Denied (Service: S3, Status Code: 403)' },
      'unrecognised',
    ],
    ['nothing said at all', { state: 'FAILED', reason: '' }, 'unrecognised'],
  ])('%s', (_name, failed, faultClass) => {
    expect(classifyState(failed)).toMatchObject({ fault: { class: faultClass } });
  });

  it('a refusal’s text under a throttle’s name', () => {
    const text = 'You are not authorized to perform: athena:StartQueryExecution on the resource.';
    expect(classifyThrown({ code: 'ThrottlingException', text }, 'athena:StartQueryExecution')).toMatchObject({
      fault: { class: 'throttled' },
    });
  });

  it('a text of state FAILED that arrives at once', () => {
    const text = "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.db.t' does not exist";
    expect(classifyThrown({ code: 'InvalidRequestException', text }, 'x')).toHaveProperty('fault');
  });
});

describe('classes of errors that were thrown', () => {
  it.each<[Partial<Thrown>, FaultClass]>([
    [{ code: 'ThrottlingException' }, 'throttled'],
    [{ code: 'TooManyRequestsException' }, 'throttled'],
    [{ code: 'SomethingNew', httpStatus: 429 }, 'throttled'],
    [{ code: 'ExpiredTokenException' }, 'expired-credentials'],
    [{ code: 'AccessDenied', httpStatus: 403 }, 'access-denied'],
    [{ code: 'UnrecognizedClientException', httpStatus: 403 }, 'access-denied'],
    [{ code: 'NotImplemented', httpStatus: 501 }, 'not-implemented'],
    [{ code: 'UnknownOperationException' }, 'not-implemented'],
    [{ code: 'ECONNREFUSED' }, 'network'],
    [{ code: 'TimeoutError' }, 'network'],
    [{ code: 'SyntaxError', httpStatus: 502 }, 'service-error'],
    [{ code: 'InternalServerException', httpStatus: 500 }, 'service-error'],
    [{ code: 'InvalidRequestException', httpStatus: 400 }, 'invalid-request'],
    [{ code: 'AbortError' }, 'deadline'],
    [{ code: 'Teapot', httpStatus: 418 }, 'unrecognised'],
    [{ code: 'TypeError' }, 'unrecognised'],
  ])('%o', (thrown, faultClass) => {
    expect(faultOf({ code: '', text: '', ...thrown }, 'x:Y').class).toBe(faultClass);
  });

  it('reads what never reached AWS by the system’s code, and what did by AWS’s name', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', $metadata: {} });
    expect(thrownOf(refused)).toEqual({ code: 'ECONNREFUSED', text: 'connect ECONNREFUSED' });
    expect(thrownOf(new Error('socket hang up')).code).toBe('ECONNRESET');
    const denied = Object.assign(new Error('no'), {
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400, requestId: 'r-1' },
    });
    expect(thrownOf(denied)).toEqual({
      code: 'AccessDeniedException',
      text: 'no',
      requestId: 'r-1',
      httpStatus: 400,
    });
  });
});
