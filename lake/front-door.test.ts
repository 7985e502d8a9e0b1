import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../core/clock.js';
import {
  type Credentials,
  presign,
  type RawAnswer,
  type RawCall,
  send,
  signAndSend,
} from '../tests/support/signed-request.js';
import { type BareLake, startBareLake } from './testing/bare-lake.js';

const clock = new FakeClock('2026-07-01T12:00:00Z');
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const IDENTITY = 'Action=GetCallerIdentity&Version=2011-06-15';
let bare: BareLake;
let admin: Credentials;
let brief: Credentials;

beforeAll(async () => {
  bare = await startBareLake({ clock });
  const { accessKeyId, secretAccessKey } = bare.founders.adminKey;
  admin = { accessKeyId, secretAccessKey: secretAccessKey.reveal() };
  const trust = { Effect: 'Allow', Principal: { AWS: bare.founders.admin.arn }, Action: 'sts:AssumeRole' };
  await ok(
    callOf('iam', {
      body: form({
        Action: 'CreateRole',
        Version: '2010-05-08',
        RoleName: 'Brief',
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: trust }),
      }),
    }),
  );
  const answer = await ok(
    callOf('sts', {
      body: form({
        Action: 'AssumeRole',
        Version: '2011-06-15',
        RoleArn: 'arn:aws:iam::111122223333:role/Brief',
        RoleSessionName: 'brief',
        DurationSeconds: '900',
      }),
    }),
  );
  brief = {
    accessKeyId: textOf(answer, 'AccessKeyId'),
    secretAccessKey: textOf(answer, 'SecretAccessKey'),
    sessionToken: textOf(answer, 'SessionToken'),
  };
});

afterAll(async () => {
  expect(bare.defects).toEqual([]);
  await bare.close();
});

/** A service of each dialect, and a call that is good but for what a row spoils. */
const DIALECTS = {
  sts: (): RawCall => callOf('sts', { body: IDENTITY }),
  glue: (): RawCall =>
    callOf('glue', {
      body: '{}',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSGlue.GetDatabases' },
    }),
  lakeformation: (): RawCall =>
    callOf('lakeformation', { path: '/ListResources', body: '{}', headers: { 'content-type': 'application/json' } }),
  s3: (): RawCall => callOf('s3', { method: 'GET', path: '/bucket/key', headers: {} }),
} as const;
type Dialect = keyof typeof DIALECTS;

interface Spoiled {
  readonly call?: (call: RawCall) => RawCall;
  readonly headers?: (headers: Record<string, string>) => Record<string, string>;
}

const minutes = (count: number): Date => new Date(clock.now().getTime() + count * 60_000);
const authorization = (change: (text: string) => string): Spoiled => ({
  headers: (headers) => ({ ...headers, authorization: change(headers.authorization ?? '') }),
});
const without = (name: string): Spoiled => ({
  headers: (headers) => Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)),
});
const byKey = (change: () => Partial<Credentials>): Spoiled => ({
  call: (call) => ({ ...call, credentials: { ...call.credentials, ...change() } }),
});

/** What AWS answers: code and status in the query, JSON and S3 dialects, in this order. */
const faults: readonly (readonly [
  what: string,
  spoiled: Spoiled,
  query: readonly [string, number],
  json: readonly [string, number],
  s3: readonly [string, number],
])[] = [
  [
    'no signature',
    without('authorization'),
    ['MissingAuthenticationToken', 403],
    ['MissingAuthenticationTokenException', 400],
    ['AccessDenied', 403],
  ],
  [
    'a signature without its SignedHeaders',
    authorization((text) => text.replace(/SignedHeaders=[^,]*, /, '')),
    ['IncompleteSignature', 400],
    ['IncompleteSignatureException', 400],
    ['AuthorizationHeaderMalformed', 400],
  ],
  [
    'a credential scope of four parts',
    authorization((text) => text.replace('/aws4_request', '')),
    ['IncompleteSignature', 400],
    ['IncompleteSignatureException', 400],
    ['AuthorizationHeaderMalformed', 400],
  ],
  [
    'a signature of version 2',
    authorization(() => 'AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo//yllqDzg='),
    ['IncompleteSignature', 400],
    ['IncompleteSignatureException', 400],
    ['InvalidRequest', 400],
  ],
  [
    'a key that does not exist',
    byKey(() => ({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })),
    ['InvalidClientTokenId', 403],
    ['UnrecognizedClientException', 400],
    ['InvalidAccessKeyId', 403],
  ],
  [
    'a wrong secret',
    byKey(() => ({ secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' })),
    ['SignatureDoesNotMatch', 403],
    ['InvalidSignatureException', 400],
    ['SignatureDoesNotMatch', 403],
  ],
  [
    'a signature that is no hex',
    authorization((text) => text.replace(/Signature=.*/, 'Signature=zz')),
    ['SignatureDoesNotMatch', 403],
    ['InvalidSignatureException', 400],
    ['SignatureDoesNotMatch', 403],
  ],
  [
    'a clock 16 minutes slow',
    { call: (call) => ({ ...call, signingDate: minutes(-16) }) },
    ['SignatureDoesNotMatch', 403],
    ['InvalidSignatureException', 400],
    ['RequestTimeTooSkewed', 403],
  ],
  [
    'a clock 16 minutes fast',
    { call: (call) => ({ ...call, signingDate: minutes(16) }) },
    ['SignatureDoesNotMatch', 403],
    ['InvalidSignatureException', 400],
    ['RequestTimeTooSkewed', 403],
  ],
  [
    'another Region',
    { call: (call) => ({ ...call, region: 'eu-west-1' }) },
    ['SignatureDoesNotMatch', 403],
    ['InvalidSignatureException', 400],
    ['AuthorizationHeaderMalformed', 400],
  ],
  [
    'a token that is not the one of the session',
    byKey(() => ({ ...brief, sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE' })),
    ['InvalidClientTokenId', 403],
    ['UnrecognizedClientException', 400],
    ['InvalidToken', 400],
  ],
  [
    'temporary credentials without their token',
    byKey(() => ({ accessKeyId: brief.accessKeyId, secretAccessKey: brief.secretAccessKey })),
    ['InvalidClientTokenId', 403],
    ['UnrecognizedClientException', 400],
    ['InvalidToken', 400],
  ],
  [
    'long-term credentials with a token',
    byKey(() => ({ sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE' })),
    ['InvalidClientTokenId', 403],
    ['UnrecognizedClientException', 400],
    ['InvalidToken', 400],
  ],
];

describe('authentication', () => {
  const rows = faults.flatMap(([what, spoiled, query, json, s3]) =>
    (
      [
        ['sts', query],
        ['glue', json],
        ['lakeformation', json],
        ['s3', s3],
      ] as const
    ).map(([dialect, expected]) => [dialect, what, spoiled, expected] as const),
  );
  it.each(rows)('%s refuses %s', async (dialect, _what, spoiled, [code, status]) => {
    const call = DIALECTS[dialect]();
    const answer = await signAndSend(bare.server.url, spoiled.call?.(call) ?? call, spoiled.headers);
    expect({ code: codeOf(answer, dialect), status: answer.status }).toEqual({ code, status });
  });

  it('names both times of a skewed signature', async () => {
    const late = await signAndSend(bare.server.url, { ...DIALECTS.sts(), signingDate: minutes(-20) });
    expect(textOf(late, 'Message')).toBe(
      'Signature expired: 20260701T114000Z is now earlier than 20260701T114500Z (20260701T120000Z - 15 min.)',
    );
    const early = await signAndSend(bare.server.url, { ...DIALECTS.sts(), signingDate: minutes(20) });
    expect(textOf(early, 'Message')).toBe(
      'Signature not yet current: 20260701T122000Z is still later than 20260701T121500Z (20260701T120000Z + 15 min.)',
    );
  });

  it.each([14, -14])('takes a clock that is %d minutes off', async (count) => {
    const answer = await signAndSend(bare.server.url, { ...DIALECTS.sts(), signingDate: minutes(count) });
    expect(answer.status).toBe(200);
  });

  it('takes us-east-1 for the global endpoints only', async () => {
    const other = await startBareLake({ clock, region: 'eu-west-1' });
    try {
      const { accessKeyId, secretAccessKey } = other.founders.adminKey;
      const credentials = { accessKeyId, secretAccessKey: secretAccessKey.reveal() };
      const sts = await signAndSend(other.server.url, { ...DIALECTS.sts(), credentials });
      const glue = await signAndSend(other.server.url, { ...DIALECTS.glue(), credentials });
      expect(sts.status).toBe(200);
      expect(codeOf(glue, 'glue')).toBe('InvalidSignatureException');
    } finally {
      await other.close();
    }
  });

  it('names the right Region to clients of S3', async () => {
    const answer = await signAndSend(bare.server.url, { ...DIALECTS.s3(), region: 'eu-west-1' });
    expect([textOf(answer, 'Region'), textOf(answer, 'Message')]).toEqual([
      'us-east-1',
      "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
    ]);
  });

  it('serves an operation only under the name of its service', async () => {
    const [glue, sts] = await Promise.all([
      signAndSend(bare.server.url, { ...DIALECTS.glue(), service: 'athena' }),
      signAndSend(bare.server.url, { ...DIALECTS.sts(), service: 'iam' }),
    ]);
    expect([codeOf(glue, 'glue'), codeOf(sts, 'sts')]).toEqual(['UnknownOperationException', 'InvalidAction']);
  });

  it('refuses a body that is not the one that was signed', async () => {
    const headers: Record<string, string>[] = [];
    await signAndSend(bare.server.url, DIALECTS.sts(), (signed) => {
      headers.push(signed);
      return signed;
    });
    const answer = await send(`${bare.server.url}/`, 'POST', headers[0] ?? {}, IDENTITY.replace('Caller', 'caller'));
    expect(codeOf(answer, 'sts')).toBe('SignatureDoesNotMatch');
  });
});

describe('presigned URLs', () => {
  const identity = (): RawCall => ({
    ...callOf('sts', { method: 'GET', query: { Action: 'GetCallerIdentity', Version: '2011-06-15' } }),
    headers: { 'x-k8s-aws-id': 'cluster' },
  });

  it('prove an identity: STS GetCallerIdentity, with a header that another party signed along', async () => {
    const url = await presign(bare.server.url, identity(), 60);
    const answer = await send(url, 'GET', { 'x-k8s-aws-id': 'cluster' });
    expect(textOf(answer, 'Arn')).toBe('arn:aws:iam::111122223333:user/lake-admin');
    const without = await send(url, 'GET', { 'x-k8s-aws-id': 'other' });
    expect(codeOf(without, 'sts')).toBe('SignatureDoesNotMatch');
  });

  it('carry the token of a session', async () => {
    const url = await presign(bare.server.url, { ...identity(), credentials: brief }, 60);
    const answer = await send(url, 'GET', { 'x-k8s-aws-id': 'cluster' });
    expect(textOf(answer, 'Arn')).toBe('arn:aws:sts::111122223333:assumed-role/Brief/brief');
  });

  it('end when they say', async () => {
    const past = (service: 'sts' | 's3'): RawCall =>
      service === 'sts' ? { ...identity(), signingDate: minutes(-2) } : { ...DIALECTS.s3(), signingDate: minutes(-2) };
    const sts = await send(await presign(bare.server.url, past('sts'), 60), 'GET', { 'x-k8s-aws-id': 'cluster' });
    const s3 = await send(await presign(bare.server.url, past('s3'), 60), 'GET', {});
    expect([codeOf(sts, 'sts'), codeOf(s3, 's3'), textOf(s3, 'Message')]).toEqual([
      'SignatureDoesNotMatch',
      'AccessDenied',
      'Request has expired',
    ]);
  });
});

describe('bad input of the query protocol', () => {
  const query = (body: string | Buffer, headers: Readonly<Record<string, string>> = FORM): Promise<RawAnswer> =>
    signAndSend(bare.server.url, callOf('iam', { body, headers }));
  const deep = `Tags.${'member.1.'.repeat(10_000)}Key`;

  const rows: readonly (readonly [what: string, body: string | Buffer, code: string, status: number])[] = [
    ['no action', 'Version=2010-05-08', 'MissingAction', 400],
    ['an empty body', '', 'MissingAction', 400],
    ['an unknown action', 'Action=DropTables&Version=2010-05-08', 'InvalidAction', 400],
    ['an action of another service', 'Action=AssumeRole&Version=2010-05-08', 'InvalidAction', 400],
    ['an action named as a member of every object', 'Action=__proto__&Version=2010-05-08', 'InvalidAction', 400],
    ['another version', 'Action=ListUsers&Version=2011-06-15', 'InvalidAction', 400],
    ['JSON where a form is due', '{"Action":"ListUsers"}', 'MissingAction', 400],
    ['a missing member', 'Action=CreateUser&Version=2010-05-08', 'ValidationError', 400],
    ['a name with SQL', form({ Action: 'CreateUser', UserName: 'a"; DROP TABLE users' }), 'ValidationError', 400],
    ['a name that climbs', form({ Action: 'CreateUser', UserName: '../../etc/passwd' }), 'ValidationError', 400],
    [
      'a name of control characters',
      form({ Action: 'CreateUser', UserName: 'a\u0000\u0007\u001b[2J' }),
      'ValidationError',
      400,
    ],
    ['a name of 4-byte characters', form({ Action: 'CreateUser', UserName: '😀😀' }), 'ValidationError', 400],
    ['a name of 5,000 characters', form({ Action: 'CreateUser', UserName: 'a'.repeat(5_000) }), 'ValidationError', 400],
    [
      'a name that is not UTF-8',
      Buffer.from('Action=CreateUser&UserName=%ff%fe\xff', 'latin1'),
      'ValidationError',
      400,
    ],
    ['a text where a number is due', form({ Action: 'ListUsers', MaxItems: 'many' }), 'MalformedInput', 400],
    ['a number out of range', form({ Action: 'ListUsers', MaxItems: '0' }), 'ValidationError', 400],
    ['a parameter nested 10,000 deep', `Action=CreateUser&UserName=a&${deep}=x`, 'MalformedInput', 400],
    [
      'a policy nested 100,000 deep',
      form({ Action: 'CreatePolicy', PolicyName: 'p', PolicyDocument: '['.repeat(100_000) }),
      'MalformedPolicyDocument',
      400,
    ],
    [
      'a policy nested 50,000 deep, and closed',
      form({ Action: 'CreatePolicy', PolicyName: 'p', PolicyDocument: `${'['.repeat(50_000)}${']'.repeat(50_000)}` }),
      'MalformedPolicyDocument',
      400,
    ],
    ['a marker that is not ours', form({ Action: 'ListUsers', Marker: 'AAAA' }), 'ValidationError', 400],
    ['100,000 parameters', `Action=CreateUser&UserName=a b&${'x=1&'.repeat(100_000)}`, 'ValidationError', 400],
  ];
  it.each(rows)('answers %s', async (_what, body, code, status) => {
    const answer = await query(body);
    expect({ code: codeOf(answer, 'sts'), status: answer.status }).toEqual({ code, status });
    expect(answer.headers['content-type']).toBe('text/xml');
    expect(answer.body).toMatch(
      /^<ErrorResponse xmlns="https:\/\/iam\.amazonaws\.com\/doc\/2010-05-08\/">.*<\/ErrorResponse>$/s,
    );
    expect(answer.body).not.toMatch(/\n\s+at |node:internal|\.ts:\d|\.js:\d/);
    expect(answer.body.length).toBeLessThan(10_000);
  });

  it('answers a body of 10 MB in parameters, and goes on', async () => {
    const body = `Action=ListUsers&Version=2010-05-08&${'Filter.member.1=x&'.repeat(560_000)}`;
    const answer = await query(body);
    // Parameters that an operation does not have are ignored, as AWS ignores them.
    expect(answer.status).toBe(200);
    expect((await signAndSend(bare.server.url, DIALECTS.sts())).status).toBe(200);
  });

  it('refuses a body over 10 MB before it has read it', async () => {
    const answer = await query('x'.repeat(10 * 1024 * 1024 + 1));
    expect(answer.status).toBe(413);
  });

  it('is not disturbed by a body that is cut short', async () => {
    const { hostname, port } = new URL(bare.server.url);
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) }, () => {
        const date = 'X-Amz-Date: 20260701T120000Z';
        const credential = `Credential=${admin.accessKeyId}/20260701/us-east-1/sts/aws4_request`;
        socket.write(
          `POST / HTTP/1.1\r\nHost: ${hostname}\r\n${date}\r\nAuthorization: AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=00\r\nContent-Length: 1000\r\n\r\nAction=Get`,
        );
        setTimeout(() => socket.destroy(), 50);
      });
      socket.on('close', () => {
        resolve();
      });
      socket.on('error', reject);
    });
    expect((await signAndSend(bare.server.url, DIALECTS.sts())).status).toBe(200);
    expect(bare.defects).toEqual([]);
  });

  it.each(['GET /%zz HTTP/1.1', 'GARBAGE', 'POST / HTTP/9.9', `GET /${'a'.repeat(70_000)} HTTP/1.1`])(
    'answers or drops %s',
    async (line) => {
      const { hostname, port } = new URL(bare.server.url);
      const answer = await new Promise<string>((resolve) => {
        let text = '';
        const socket = connect({ host: hostname, port: Number(port) }, () => {
          socket.write(`${line}\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
        });
        socket.setTimeout(5_000, () => socket.destroy());
        socket.on('data', (part) => {
          text += part.toString('utf8');
        });
        socket.on('error', () => {
          resolve(text);
        });
        socket.on('close', () => {
          resolve(text);
        });
      });
      expect(answer === '' || /^HTTP\/1\.1 4\d\d /.test(answer)).toBe(true);
      expect((await signAndSend(bare.server.url, DIALECTS.sts())).status).toBe(200);
    },
  );
});

function callOf(service: string, more: Partial<RawCall>): RawCall {
  return { service, credentials: admin, signingDate: clock.now(), headers: FORM, ...more };
}

async function ok(call: RawCall): Promise<RawAnswer> {
  const answer = await signAndSend(bare.server.url, call);
  expect(answer.status).toBe(200);
  return answer;
}

function form(fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams(fields).toString();
}

function textOf({ body }: RawAnswer, element: string): string {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(body)?.[1] ?? '';
}

function codeOf(answer: RawAnswer, dialect: Dialect): string {
  if (dialect === 'sts' || dialect === 's3') return textOf(answer, 'Code');
  const type = answer.headers['x-amzn-errortype'];
  if (dialect === 'lakeformation') return typeof type === 'string' ? type : '';
  return /"__type":"([^"]*)"/.exec(answer.body)?.[1] ?? '';
}
