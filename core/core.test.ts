import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatArn, parseArn, roleOfSession } from './arn.js';
import { canonicalJson } from './canonical-json.js';
import { FakeClock, systemClock } from './clock.js';
import { sha256, sha256OfFile } from './digest.js';
import { LakeproofError, messageOf } from './error.js';
import { groupBy } from './group-by.js';
import { isRunId, newRunId } from './ids.js';
import { poll } from './poll.js';
import { Secret } from './secret.js';

describe('canonicalJson', () => {
  it('sorts members by UTF-16 code units and writes numbers as ECMAScript does (RFC 8785, 3.2)', () => {
    const value = { '€': 1, '\r': 2, '1': 3, a: [56, 1e30, 4.5, 0.002], b: 'z\u0007"' };
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":3,"a":[56,1e+30,4.5,0.002],"b":"z\\u0007\\"","€":1}');
  });

  it('gives equal bytes for equal values, and reads back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const again: unknown = JSON.parse(canonicalJson(value));
        expect(canonicalJson(again)).toBe(canonicalJson(value));
      }),
    );
  });
});

describe('digest', () => {
  it('agrees with FIPS 180-2 appendix B.1, in memory and streamed', async () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(sha256('abc')).toBe(abc);
    const folder = await mkdtemp(join(tmpdir(), 'lakeproof-core-'));
    await writeFile(join(folder, 'f'), 'abc');
    expect(await sha256OfFile(join(folder, 'f'))).toBe(abc);
    await rm(folder, { recursive: true });
  });
});

describe('arn', () => {
  it.each([
    ['arn:aws:iam::111122223333:role/path/R', { service: 'iam', resource: 'role/path/R' }],
    ['arn:aws-cn:glue:cn-north-1:111122223333:table/db/t', { partition: 'aws-cn', region: 'cn-north-1' }],
    ['arn:aws:s3:::b/k:with:colons', { service: 's3', resource: 'b/k:with:colons' }],
  ])('%s comes apart and back together', (text, parts) => {
    const arn = parseArn(text);
    expect(arn).toMatchObject(parts);
    expect(arn === undefined ? '' : formatArn(arn)).toBe(text);
  });

  it.each(['', 'arn', 'arn:aws', 'arn:aws:iam::1', 'urn:aws:iam::1:x', 'arn::iam::1:x'])('%j is no ARN', (text) => {
    expect(parseArn(text)).toBeUndefined();
  });

  it('tells a session from a role', () => {
    expect(roleOfSession('arn:aws:sts::1:assumed-role/R/s')).toEqual({
      accountId: '1',
      roleName: 'R',
      sessionName: 's',
    });
    expect(roleOfSession('arn:aws:iam::1:role/R')).toBeUndefined();
    expect(roleOfSession('arn:aws:sts::1:assumed-role/R')).toBeUndefined();
  });
});

describe('Secret', () => {
  it('is not printed, serialised or inspected', () => {
    const secret = new Secret('hunter2');
    const shown = [
      ''.concat(secret as unknown as string),
      JSON.stringify({ secret }),
      inspect({ secret }, { depth: 9, showHidden: true }),
      String(secret),
    ];
    for (const text of shown) expect(text).not.toContain('hunter2');
    expect(secret.reveal()).toBe('hunter2');
  });
});

describe('run ids', () => {
  it('carry no colon and fit, with `lakeproof-`, STS session names', () => {
    const id = newRunId(new Date('2026-11-23T01:02:03.456Z'));
    expect(id).toMatch(/^20261123T010203Z-[0-9a-f]{6}$/);
    expect(isRunId(id)).toBe(true);
    expect(`lakeproof-${id}`).toMatch(/^[\w+=,.@-]{2,64}$/);
  });

  it.each(['', '../x', '20261123T010203Z-12345', '20261123T010203Z-12345G'])('%j is none', (text) => {
    expect(isRunId(text)).toBe(false);
  });
});

describe('poll', () => {
  const options = {
    awaited: 'a thing',
    clock: new FakeClock(),
    deadlineMs: 1_000,
    maxAttempts: 100,
    intervalMs: () => 100,
  };

  it('returns the first value', async () => {
    await expect(poll(async (attempt) => Promise.resolve(attempt === 3 ? 'seen' : undefined), options)).resolves.toBe(
      'seen',
    );
  });

  it.each([
    ['the deadline', { ...options, clock: new FakeClock(), deadlineMs: 250 }, 3],
    ['the attempts', { ...options, clock: new FakeClock(), maxAttempts: 4 }, 4],
  ])('is bounded by %s, and says what was awaited', async (_bound, bounded, looks) => {
    let looked = 0;
    const look = async (): Promise<undefined> => {
      looked += 1;
      await Promise.resolve();
    };
    await expect(poll(look, bounded)).rejects.toMatchObject({
      code: 'POLL_TIMEOUT',
      message: expect.stringContaining('a thing') as string,
    });
    expect(looked).toBe(looks);
  });

  it('passes errors through, and stops at an abort', async () => {
    await expect(poll(async () => Promise.reject(new Error('no')), options)).rejects.toThrow('no');
    const signal = AbortSignal.abort(new Error('stop'));
    await expect(poll(async () => Promise.resolve(1), { ...options, signal })).rejects.toThrow('stop');
  });
});

describe('clock', () => {
  it('wakes a sleeper with the reason of the abort', async () => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(60_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
  });
});

describe('errors', () => {
  it('describe what was tried, why, and what next', () => {
    const error = new LakeproofError({
      code: 'X_Y',
      message: 'tried z',
      likelyCause: 'w',
      nextStep: 'v',
      cause: new Error('u'),
    });
    expect(error.describe()).toBe('X_Y: tried z\n  likely cause: w\n  next step:    v');
    expect(messageOf(error.cause)).toBe('u');
    expect(messageOf('text')).toBe('text');
  });
});

it('groupBy keeps the order of first appearance', () => {
  expect([...groupBy([3, 1, 2, 5], (n) => n % 2)]).toEqual([
    [1, [3, 1, 5]],
    [0, [2]],
  ]);
});
