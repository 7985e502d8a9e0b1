import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../server.js';
import { createAthena } from '../services/athena/index.js';
import { type DataLake, startDataLake } from '../services/glue/testing/data-lake.js';
import { sendBytes, type WireAnswer, type WireCall, wireBytes } from '../testing/wire.js';

/** What no answer may ever tell: our files, our runtime, our parsers. */
const OURS = /node:|\.(?:js|ts)\b|node_modules|\bat \w+ \(|TypeError|RangeError|SyntaxError|Unexpected token|duckdb/i;
const MIB = 1024 * 1024;

let lake: DataLake;

beforeAll(async () => {
  lake = await startDataLake({ services: { athena: createAthena } });
  await call({ service: 's3', method: 'PUT', target: '/bucket' });
});

afterAll(async () => {
  // Whatever was sent, nothing broke that was not meant to refuse it, and the lake still answers.
  expect(lake.bare.defects.map(String)).toEqual([]);
  const alive = await call({ service: 'sts', ...form('Action=GetCallerIdentity&Version=2011-06-15') });
  expect(alive?.status).toBe(200);
  await lake.close();
});

type Sent = Omit<WireCall, 'key'>;

async function call(sent: Sent): Promise<WireAnswer | undefined> {
  const { url } = lake.bare.server;
  return sendBytes(url, wireBytes(url, { ...sent, key: lake.bare.founders.adminKey }));
}

async function refused(sent: Sent): Promise<string> {
  const answer = await call(sent);
  if (answer === undefined) throw new Error('the connection was closed without an answer');
  expect(`${answer.headers}${answer.body}`).not.toMatch(OURS);
  return `${answer.status} ${errorOf(answer)}`;
}

/** The error's name in whichever shape the service has; a body in the wrong shape has none. */
function errorOf({ headers, body }: WireAnswer): string {
  if (/content-type: application\/x-amz-json-1.1/i.test(headers)) return stringOf(body, '__type');
  const inHeader = /x-amzn-errortype: (\S+)/i.exec(headers)?.[1];
  if (inHeader !== undefined) return `${inHeader}${body.startsWith('{') ? '' : ' without a body'}`;
  const xml = /^(?:<\?xml[^>]*\?>\s*)?<(ErrorResponse|Error)[ >].*<Code>(\w+)<\/Code>/s.exec(body);
  return xml?.[2] ?? `no error in ${body.slice(0, 200)}`;
}

function stringOf(body: string, member: string): string {
  const parsed: unknown = JSON.parse(body);
  const value: unknown = Object.entries(parsed ?? {}).find(([name]) => name === member)?.[1];
  return typeof value === 'string' ? value : '';
}

const json = (target: string, body: Buffer | string): Pick<Sent, 'headers' | 'body'> => ({
  headers: [
    ['content-type', 'application/x-amz-json-1.1'],
    ['x-amz-target', target],
  ],
  body,
});
const form = (body: Buffer | string): Pick<Sent, 'headers' | 'body'> => ({
  headers: [['content-type', 'application/x-www-form-urlencoded']],
  body,
});
const start = (body: object | string): Sent => ({
  service: 'athena',
  ...json('AmazonAthena.StartQueryExecution', typeof body === 'string' ? body : JSON.stringify(body)),
});
const createDatabase = (Name: unknown): Sent => ({
  service: 'glue',
  ...json('AWSGlue.CreateDatabase', JSON.stringify({ DatabaseInput: { Name } })),
});
const lakeFormation = (target: string, body: Buffer | string): Sent => ({
  service: 'lakeformation',
  target,
  headers: [['content-type', 'application/json']],
  body,
});
const sts = (body: Buffer | string): Sent => ({ service: 'sts', ...form(body) });
const ASSUME = 'Action=AssumeRole&Version=2011-06-15';
const remove = (body: Buffer | string): Sent => ({
  service: 's3',
  method: 'POST',
  target: '/bucket?delete=',
  headers: [['content-md5', 'AAAAAAAAAAAAAAAAAAAAAA==']],
  body,
});
const token = 'a'.repeat(36);

describe('awsJson', () => {
  it.each<[string, Sent, string]>([
    ['no JSON', start('{'), '400 SerializationException'],
    ['an empty JSON text', start(' '), '400 SerializationException'],
    ['JSON that is no object', start('[]'), '400 SerializationException'],
    ['a number', start('1'), '400 SerializationException'],
    ['null', start('null'), '400 SerializationException'],
    [
      'bytes that are no UTF-8',
      { ...start(''), body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) },
      '400 SerializationException',
    ],
    ['a byte order mark before nothing', start('\ufeff{}'), '400 InvalidRequestException'],
    ['two values', start('{}{}'), '400 SerializationException'],
    ['NaN', start('{"QueryString": NaN}'), '400 SerializationException'],
    ['a wrong type', start({ QueryString: 1 }), '400 SerializationException'],
    ['a list for a structure', start({ ResultConfiguration: [] }), '400 SerializationException'],
    ['100,000 lists in each other', start('['.repeat(100_000)), '400 SerializationException'],
    ['100,000 closed lists', start(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), '400 SerializationException'],
    [
      '100,000 lists for a text',
      start(`{"QueryString":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
      '400 SerializationException',
    ],
    [
      '100,000 lists where nothing is known',
      start(`{"Nothing":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
      '400 InvalidRequestException',
    ],
    ['nothing', start({}), '400 InvalidRequestException'],
    [
      'a query of 262,145 characters',
      start({ QueryString: `SELECT ${'1'.repeat(262_138)}`, ClientRequestToken: token }),
      '400 InvalidRequestException',
    ],
    ['10 MB', start({ QueryString: 'x'.repeat(10 * MIB - 100) }), '400 InvalidRequestException'],
    ['more than 10 MiB', start({ QueryString: 'x'.repeat(10 * MIB) }), '413 RequestEntityTooLargeException'],
    [
      'an unknown operation',
      { service: 'athena', ...json('AmazonAthena.Nothing', '{}') },
      '400 UnknownOperationException',
    ],
    [
      'another service’s operation',
      { service: 'athena', ...json('AWSGlue.GetTable', '{}') },
      '400 UnknownOperationException',
    ],
    [
      'a member of every object',
      { service: 'glue', ...json('AWSGlue.constructor', '{}') },
      '400 UnknownOperationException',
    ],
    ['no target', { service: 'glue', body: '{}' }, '400 UnknownOperationException'],
    ['GET', { service: 'glue', method: 'GET', ...json('AWSGlue.GetDatabases', '') }, '400 UnknownOperationException'],
    ['a control character in a name', createDatabase('a\u0000b'), '400 ValidationException'],
    ['a line break in a name', createDatabase('a\nb'), '400 ValidationException'],
    ['half a character in a name', createDatabase('a\ud800b'), '400 ValidationException'],
    ['a name that is too long', createDatabase('a'.repeat(256)), '400 ValidationException'],
    ['a name that is a list', createDatabase([[[]]]), '400 SerializationException'],
    ['a name that is a prototype', createDatabase({ __proto__: null, toString: 1 }), '400 SerializationException'],
    [
      'an unknown account',
      { service: 'glue', ...json('AWSGlue.GetDatabases', '{"CatalogId":"999999999999"}') },
      '501 NotImplementedException',
    ],
    [
      'a page token of somebody else',
      { service: 'glue', ...json('AWSGlue.GetDatabases', '{"NextToken":"\\u0000🙂"}') },
      '400 InvalidInputException',
    ],
    [
      'a time that is none',
      { service: 'cloudtrail', ...json('CloudTrail_20131101.LookupEvents', '{"StartTime":1e300}') },
      '400 SerializationException',
    ],
    [
      'a number for a list',
      { service: 'sagemaker', ...json('SageMaker.ListUserProfiles', '{"MaxResults":1e999}') },
      '400 SerializationException',
    ],
  ])('%s', async (_what, sent, wanted) => {
    expect(await refused(sent)).toBe(wanted);
  });

  it.each([
    'a"; DROP TABLE t; --',
    '../../etc/passwd',
    "o'brien",
    '🙂𝔘',
    '%00',
    '$x{y}',
    '<b>&amp;',
    '__proto__',
    'a b\tc',
  ])('keeps the name %s as it is, folded to lower case', async (name) => {
    expect((await call(createDatabase(name)))?.status).toBe(200);
    const answer = await call({ service: 'glue', ...json('AWSGlue.GetDatabase', JSON.stringify({ Name: name })) });
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ Database: { Name: name.toLowerCase() } });
  });

  it('keeps hostile keys of maps apart from the objects that hold them', async () => {
    const body = '{"DatabaseInput":{"Name":"keys","Parameters":{"__proto__":"a","constructor":"b","toString":"c"}}}';
    expect((await call({ service: 'glue', ...json('AWSGlue.CreateDatabase', body) }))?.status).toBe(200);
    const answer = await call({ service: 'glue', ...json('AWSGlue.GetDatabase', '{"Name":"keys"}') });
    expect(answer?.body).toContain('"Parameters":{"__proto__":"a","constructor":"b","toString":"c"}');
  });
});

describe('restJson', () => {
  it.each<[string, Sent, string]>([
    ['no JSON', lakeFormation('/GetDataLakeSettings', '{'), '400 SerializationException'],
    ['JSON that is no object', lakeFormation('/GetDataLakeSettings', '"x"'), '400 SerializationException'],
    ['deep JSON', lakeFormation('/GetDataLakeSettings', '{"a":'.repeat(100_000)), '400 SerializationException'],
    ['an unknown path', lakeFormation('/Nothing', '{}'), '400 UnknownOperationException'],
    ['a path with a broken percent sign', lakeFormation('/%zz', '{}'), '400 UnknownOperationException'],
    ['GET', { ...lakeFormation('/GetDataLakeSettings', ''), method: 'GET' }, '400 UnknownOperationException'],
    ['nothing', lakeFormation('/GrantPermissions', '{}'), '400 InvalidInputException'],
    ['an unknown permission', lakeFormation('/ListPermissions', '{"MaxResults":"x"}'), '400 SerializationException'],
    [
      'hostile names',
      lakeFormation(
        '/GrantPermissions',
        JSON.stringify({
          Principal: { DataLakePrincipalIdentifier: 'a"; DROP\u0000' },
          Resource: { Table: { DatabaseName: '../', Name: '\ud800' } },
          Permissions: ['SELECT'],
        }),
      ),
      '400 InvalidInputException',
    ],
    [
      'more than 10 MiB',
      lakeFormation('/ListPermissions', ' '.repeat(10 * MIB + 1)),
      '413 RequestEntityTooLargeException',
    ],
  ])('%s', async (_what, sent, wanted) => {
    expect(await refused(sent)).toBe(wanted);
  });
});

describe('awsQuery', () => {
  it.each<[string, Sent, string]>([
    ['no action', sts('Version=2011-06-15'), '400 MissingAction'],
    ['nothing', sts(''), '400 MissingAction'],
    ['an unknown action', sts('Action=Nothing&Version=2011-06-15'), '400 InvalidAction'],
    ['a member of every object', sts('Action=__proto__&Version=2011-06-15'), '400 InvalidAction'],
    ['an unknown version', sts('Action=GetCallerIdentity&Version=1999-01-01'), '400 InvalidAction'],
    ['markup in the action', sts('Action=%3Cb%3E%26&Version=2011-06-15'), '400 InvalidAction'],
    ['a broken percent sign', sts('Action=%zz&Version=2011-06-15'), '400 InvalidAction'],
    ['bytes that are no UTF-8', sts(Buffer.from('Action=\xff\xfe', 'latin1')), '400 InvalidAction'],
    ['JSON', sts('{"Action":"GetCallerIdentity"}'), '400 MissingAction'],
    ['no number', sts(`${ASSUME}&DurationSeconds=soon`), '400 MalformedInput'],
    ['a number beyond all', sts(`${ASSUME}&DurationSeconds=1e999`), '400 MalformedInput'],
    ['no members', sts(ASSUME), '400 ValidationError'],
    ['a deep parameter', sts(`${ASSUME}&${'a.'.repeat(1000)}b=1`), '400 MalformedInput'],
    [
      'a hostile session name',
      sts(`${ASSUME}&RoleArn=${'a'.repeat(30)}&RoleSessionName=..%2F%00`),
      '400 ValidationError',
    ],
    [
      '100,000 tags',
      sts(
        `${ASSUME}&RoleArn=${'a'.repeat(30)}&RoleSessionName=xx&${Array.from({ length: 100_000 }, (_, n) => `Tags.member.${n}.Key=k${n}&Tags.member.${n}.Value=v`).join('&')}`,
      ),
      '400 ValidationError',
    ],
    ['more than 10 MiB', sts('x'.repeat(10 * MIB + 1)), '413 RequestEntityTooLargeException'],
    [
      'control characters in a name',
      {
        service: 'iam',
        ...form('Action=CreateRole&Version=2010-05-08&RoleName=%00%01%3Cx&AssumeRolePolicyDocument=x'),
      },
      '400 ValidationError',
    ],
    [
      'a policy 10,000 levels deep',
      {
        service: 'iam',
        ...form(`Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=${'%5B'.repeat(10_000)}`),
      },
      '400 MalformedPolicyDocument',
    ],
  ])('%s', async (_what, sent, wanted) => {
    expect(await refused(sent)).toBe(wanted);
  });
});

describe('S3', () => {
  it.each<[string, Sent, string]>([
    ['no XML', remove('x'), '400'],
    ['another root', remove('<a/>'), '400'],
    ['an unclosed element', remove('<Delete><Object>'), '400'],
    ['a document type', remove('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><Delete>&e;</Delete>'), '400'],
    [
      '100,000 elements in each other',
      remove(`<Delete>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</Delete>`),
      '400',
    ],
    ['5 MiB of XML', remove(`<Delete>${' '.repeat(5 * MIB)}</Delete>`), '400'],
    ['bytes that are no UTF-8', remove(Buffer.from([0x3c, 0xff, 0x3e])), '400'],
    ['a broken percent sign', { service: 's3', method: 'GET', target: '/bucket/%zz' }, '400 InvalidURI'],
    ['a key that is no UTF-8', { service: 's3', method: 'GET', target: '/bucket/%ff' }, '400 InvalidURI'],
    ['a hostile bucket', { service: 's3', method: 'GET', target: '/..%2F..%2Fetc/passwd' }, '404 NoSuchBucket'],
    ['a key that climbs', { service: 's3', method: 'GET', target: '/bucket/../../../etc/passwd' }, '404 NoSuchKey'],
    ['a key of control characters', { service: 's3', method: 'GET', target: '/bucket/%00%01' }, '404 NoSuchKey'],
    ['an unknown method', { service: 's3', method: 'PATCH', target: '/bucket/x' }, '501 NotImplemented'],
    [
      'a header of AWS’s that is not signed',
      {
        service: 's3',
        method: 'PUT',
        target: '/bucket/x',
        headers: [['x-amz-decoded-content-length', 'many']],
        body: 'x',
      },
      '403 AccessDenied',
    ],
  ])('%s', async (_what, sent, wanted) => {
    const answer = await call(sent);
    expect(`${answer?.headers}${answer?.body}`).not.toMatch(OURS);
    expect(answer?.status).toBe(Number(wanted.slice(0, 3)));
    if (wanted.length > 3) expect(errorOf(answer ?? { status: 0, headers: '', body: '' })).toBe(wanted.slice(4));
    else expect(answer?.body).toMatch(/<Error><Code>\w+<\/Code>/);
  });
});

describe('framing', () => {
  const chunkedBody = (parts: readonly string[]): string =>
    [...parts.map((part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`), '0\r\n\r\n'].join('');
  const headOf = (sent: Sent): string => {
    const bytes = wireBytes(lake.bare.server.url, { ...sent, key: lake.bare.founders.adminKey });
    return bytes.subarray(0, bytes.indexOf('\r\n\r\n') + 4).toString('latin1');
  };

  it('takes a body in chunks without a length', async () => {
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    const head = headOf({ ...sts(body), framing: [['transfer-encoding', 'chunked']] });
    const answer = await sendBytes(lake.bare.server.url, head + chunkedBody([body.slice(0, 7), body.slice(7)]));
    expect(answer?.status).toBe(200);
  });

  it('refuses chunks without end at 10 MiB', async () => {
    const head = headOf({ ...sts('x'), framing: [['transfer-encoding', 'chunked']] });
    const answer = await sendBytes(
      lake.bare.server.url,
      head + chunkedBody(Array.from({ length: 11 }, () => 'x'.repeat(MIB))),
    );
    expect(answer?.body).toContain('<Code>RequestEntityTooLargeException</Code>');
  });

  it.each<[string, () => string]>([
    ['no HTTP', () => 'hello\r\n\r\n'],
    ['a TLS hello', () => '\u0016\u0003\u0001\u0002\u0000'.repeat(20)],
    ['a header without a colon', () => 'GET / HTTP/1.1\r\nhost: x\r\nnonsense\r\n\r\n'],
    ['a control character in a header', () => 'GET / HTTP/1.1\r\nhost: x\r\na: \u0000\r\n\r\n'],
    [
      'two lengths',
      () =>
        headOf({
          ...sts('x'),
          framing: [
            ['content-length', '1'],
            ['content-length', '2'],
          ],
        }),
    ],
    [
      'a length and chunks',
      () =>
        headOf({
          ...sts('x'),
          framing: [
            ['content-length', '1'],
            ['transfer-encoding', 'chunked'],
          ],
        }),
    ],
    ['a negative length', () => headOf({ ...sts('x'), framing: [['content-length', '-1']] })],
    ['a broken chunk', () => `${headOf({ ...sts('x'), framing: [['transfer-encoding', 'chunked']] })}zz\r\nx\r\n`],
    ['100 KB of headers', () => `GET / HTTP/1.1\r\nhost: x\r\na: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['no host', () => 'GET / HTTP/1.1\r\n\r\n'],
  ])('%s is a bad request', async (_what, bytes) => {
    const answer = await sendBytes(lake.bare.server.url, bytes());
    expect(answer?.status ?? 400).toBeGreaterThanOrEqual(400);
    expect(answer?.status ?? 400).toBeLessThan(500);
    expect(answer?.body ?? '').not.toMatch(OURS);
  });

  it.each<[string, (line: string) => string, RegExp]>([
    ['the target', () => 'x-amz-target: AWSGlue.GetDatabases', /UnknownOperationException/],
    [
      'the date',
      (head) => /x-amz-date: .*/.exec(head)?.[0] ?? '',
      /IncompleteSignatureException|InvalidSignatureException/,
    ],
    ['the authorization', (head) => /authorization: .*/.exec(head)?.[0] ?? '', /Signature/],
  ])('%s twice is refused', async (_what, line, wanted) => {
    const sent: Sent = { service: 'glue', ...json('AWSGlue.GetDatabases', '{}') };
    const head = headOf(sent);
    const twice = head.replace('\r\n\r\n', `\r\n${line(head)}\r\n\r\n`);
    const answer = await sendBytes(lake.bare.server.url, `${twice}{}`);
    expect(answer?.body).toMatch(wanted);
    expect(answer?.status).toBeGreaterThanOrEqual(400);
  });

  it.each<[string, Sent]>([
    ['a JSON body', start({ QueryString: 'SELECT 1' })],
    ['a form', sts('Action=GetCallerIdentity&Version=2011-06-15')],
    ['an object', { service: 's3', method: 'PUT', target: '/bucket/cut', body: 'x'.repeat(1000) }],
  ])('%s that is cut short gets no success, and leaves nothing behind', async (_what, sent) => {
    const bytes = wireBytes(lake.bare.server.url, { ...sent, key: lake.bare.founders.adminKey });
    const answer = await sendBytes(lake.bare.server.url, bytes.subarray(0, bytes.length - 5), { thenEnd: true });
    expect(answer?.status ?? 400).toBeGreaterThanOrEqual(400);
    const found = await call({ service: 's3', method: 'GET', target: '/bucket/cut' });
    expect(found?.status).toBe(404);
  });

  it.each<[string, (sent: Sent) => string]>([
    ['that stops in its head', (sent) => headOf(sent).slice(0, 60)],
    ['that stops in its body', (sent) => `${headOf({ ...sent, framing: [['content-length', '100']] })}Action=`],
    [
      'that stops between two chunks',
      (sent) => `${headOf({ ...sent, framing: [['transfer-encoding', 'chunked']] })}1\r\nA\r\n`,
    ],
  ])('a client %s is let go', async (_what, bytes) => {
    const { door } = lake.bare.assembled;
    const defects: unknown[] = [];
    const timeouts = { requestMs: 300, headersMs: 200, checkEveryMs: 50 };
    const server = await startServer(door, { port: 0, timeouts, onDefect: (defect) => defects.push(defect) });
    try {
      const answer = await sendBytes(server.url, bytes(sts('x')));
      expect(answer?.status ?? 408).toBe(408);
      expect(defects).toEqual([]);
    } finally {
      await server.close();
    }
  });

  it('a connection that waits for its next request is kept longer than clients keep theirs', async () => {
    const { headers } = await fetch(lake.bare.server.url);
    const [, seconds] = /timeout=(\d+)/.exec(headers.get('keep-alive') ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThan(60);
  });
});
