import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type LakeClients, startLakeClients } from './lake-clients.js';

const ADMIN = 'lake-admin';
const BUCKET = 's3://objects-of-clients';
/** Over the CLI's multipart_threshold of 8 MB: three parts. */
const LARGE_BYTES = 20 * 1024 * 1024;

let clients: LakeClients;
let folder: string;

beforeAll(async () => {
  clients = await startLakeClients({ template: 'infra/walkthrough.template.yaml', data: 'none' });
  folder = mkdtempSync(join(tmpdir(), 'lakeproof-objects-'));
  await s3('mb', BUCKET);
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await clients.stop();
});

/** `aws s3 …` as the administrator, which must succeed. */
async function s3(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await clients.aws(ADMIN, 's3', ...args);
  if (status !== 0) throw new Error(`aws s3 ${args.join(' ')} ended ${status}: ${stderr}`);
  return stdout;
}

function fileOf(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** Keys and sizes, as `aws s3 ls --recursive` lists them. */
async function listed(prefix = ''): Promise<Readonly<Record<string, number>>> {
  const { stdout } = await clients.aws(ADMIN, 's3', 'ls', '--recursive', `${BUCKET}/${prefix}`);
  const lines = [...stdout.matchAll(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +(\d+) (.+)$/gm)];
  return Object.fromEntries(lines.map(([, size, key]) => [key ?? '', Number(size)]));
}

describe('aws s3', () => {
  test('cp puts and gets a small object, an empty one and one of several parts, byte for byte', async () => {
    const files = {
      'small.txt': fileOf('small.txt', 'Größe: ☃\n'),
      empty: fileOf('empty', ''),
      'large.bin': fileOf('large.bin', randomBytes(LARGE_BYTES)),
    };
    for (const [key, path] of Object.entries(files)) {
      await s3('cp', path, `${BUCKET}/cp/${key}`);
      await s3('cp', `${BUCKET}/cp/${key}`, join(folder, `${key}.back`));
      expect(sha256(join(folder, `${key}.back`)), key).toBe(sha256(path));
    }
    expect(await listed('cp/')).toEqual({ 'cp/empty': 0, 'cp/large.bin': LARGE_BYTES, 'cp/small.txt': 13 });
    const head = z
      .object({ ContentLength: z.literal(LARGE_BYTES), ETag: z.string() })
      .parse(await clients.json(ADMIN, 's3api', 'head-object', '--bucket', bucket(), '--key', 'cp/large.bin'));
    expect(head.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
  });

  test('cp streams from standard input to standard output, keeps metadata, and copies within the lake', async () => {
    const path = fileOf('facts.csv', 'a,b\n1,2\n');
    await s3('cp', path, `${BUCKET}/facts/one.csv`, '--content-type', 'text/csv', '--metadata', 'owner=me,stage=raw');
    await s3('cp', `${BUCKET}/facts/one.csv`, `${BUCKET}/facts/two.csv`);
    const head = await clients.json(ADMIN, 's3api', 'head-object', '--bucket', bucket(), '--key', 'facts/two.csv');
    expect(head).toMatchObject({ ContentType: 'text/csv', Metadata: { owner: 'me', stage: 'raw' }, ContentLength: 8 });
    expect(await s3('cp', `${BUCKET}/facts/two.csv`, '-')).toBe('a,b\n1,2\n');
  });

  test('ls shows buckets, folders and sums', async () => {
    expect(await s3('ls')).toMatch(/ objects-of-clients$/m);
    await s3('cp', fileOf('x', '12345'), `${BUCKET}/ls/deep/x`);
    await s3('cp', fileOf('y', '1'), `${BUCKET}/ls/y`);
    expect(await s3('ls', `${BUCKET}/ls/`)).toMatch(/^ +PRE deep\/\n\S+ \S+ +1 y\n$/);
    expect(await s3('ls', '--recursive', '--summarize', `${BUCKET}/ls/`)).toMatch(/Total Objects: 2\s+Total Size: 6/);
    const nothing = await clients.aws(ADMIN, 's3', 'ls', `${BUCKET}/no-such/`);
    expect(nothing).toMatchObject({ status: 1, stdout: '' });
    const noBucket = await clients.aws(ADMIN, 's3', 'ls', 's3://no-such-bucket-of-clients');
    expect(noBucket.stderr).toContain('(NoSuchBucket)');
  });

  test('sync uploads what is new or changed, nothing twice, deletes on demand, and brings all of it back', async () => {
    const local = join(folder, 'tree');
    await mkdir(join(local, 'inner'), { recursive: true });
    const names = Array.from({ length: 25 }, (_, index) => `file ${index} + ü&.txt`);
    for (const name of names) writeFileSync(join(local, name), `${name}\n`);
    writeFileSync(join(local, 'inner', 'one'), 'one');
    const first = await s3('sync', local, `${BUCKET}/tree`);
    expect(first.match(/^upload: /gm)).toHaveLength(26);
    expect(await s3('sync', local, `${BUCKET}/tree`)).toBe('');
    writeFileSync(join(local, 'inner', 'one'), 'longer than before');
    rmSync(join(local, names[3] ?? ''));
    const second = await s3('sync', '--delete', local, `${BUCKET}/tree`);
    expect(second.match(/^(?:upload|delete): /gm)?.sort()).toEqual(['delete: ', 'upload: ']);
    const back = join(folder, 'tree-back');
    await s3('sync', `${BUCKET}/tree`, back);
    expect(readdirSync(back).sort()).toEqual(readdirSync(local).sort());
    expect(readFileSync(join(back, 'inner', 'one'), 'utf8')).toBe('longer than before');
    expect(readFileSync(join(back, names[7] ?? ''), 'utf8')).toBe(`${names[7]}\n`);
  });

  test('mv and rm leave nothing, and rb takes an empty bucket only', async () => {
    await s3('cp', fileOf('m', 'moved'), `${BUCKET}/mv/a`);
    await s3('mv', `${BUCKET}/mv/a`, `${BUCKET}/mv/b`);
    expect(await listed('mv/')).toEqual({ 'mv/b': 5 });
    const full = await clients.aws(ADMIN, 's3', 'rb', BUCKET);
    expect(full.stderr).toContain('(BucketNotEmpty)');
    await s3('rm', '--recursive', `${BUCKET}/mv/`);
    expect(await listed('mv/')).toEqual({});
    await s3('mb', 's3://short-lived-of-clients');
    await s3('rb', 's3://short-lived-of-clients');
    expect(await s3('ls')).not.toContain('short-lived-of-clients');
  });

  test('presign gives an address that anybody can read for as long as it says, and no other object with it', async () => {
    await s3('cp', fileOf('p', 'presigned'), `${BUCKET}/presign/p`);
    const address = (await s3('presign', `${BUCKET}/presign/p`, '--expires-in', '60')).trim();
    const answer = await fetch(address);
    expect([answer.status, await answer.text()]).toEqual([200, 'presigned']);
    expect((await fetch(address.replace('/presign/p?', '/facts/one.csv?'))).status).toBe(403);
  });

  test('a part of an object, and one that has not changed', async () => {
    await s3('cp', fileOf('r', '0123456789'), `${BUCKET}/range/r`);
    const out = join(folder, 'range-out');
    const about = ['--bucket', bucket(), '--key', 'range/r'];
    const part = z.object({ ContentRange: z.string(), ETag: z.string() });
    const { ContentRange, ETag } = part.parse(
      await clients.json(ADMIN, 's3api', 'get-object', ...about, '--range', 'bytes=2-4', out),
    );
    expect([ContentRange, readFileSync(out, 'utf8')]).toEqual(['bytes 2-4/10', '234']);
    const same = await clients.aws(ADMIN, 's3api', 'get-object', ...about, '--if-none-match', ETag, out);
    expect(same.stderr).toContain('(304)');
  });
});

describe('who may', () => {
  test('a bucket policy opens one prefix to one role, and a Deny there closes it to the administrator', async () => {
    const role = 'arn:aws:iam::111122223333:role/LakeproofRunner';
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: role },
          Action: 's3:GetObject',
          Resource: `arn:aws:s3:::${bucket()}/open/*`,
        },
        { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket()}/closed/*` },
      ],
    };
    for (const prefix of ['open', 'closed', 'other']) await s3('cp', fileOf('o', prefix), `${BUCKET}/${prefix}/o`);
    const put = ['put-bucket-policy', '--bucket', bucket(), '--policy', JSON.stringify(policy)];
    expect((await clients.aws(ADMIN, 's3api', ...put)).status).toBe(0);
    const read = async (profile: string, key: string) => {
      const { status, stdout, stderr } = await clients.aws(profile, 's3', 'cp', `${BUCKET}/${key}`, '-');
      return status === 0 ? stdout : (/\(([A-Za-z0-9]+)\)/.exec(stderr)?.[1] ?? stderr);
    };
    expect({
      'runner open/o': await read('lakeproof-runner', 'open/o'),
      'runner other/o': await read('lakeproof-runner', 'other/o'),
      'data scientist open/o': await read('data-scientist-full', 'open/o'),
      'administrator other/o': await read(ADMIN, 'other/o'),
      'administrator closed/o': await read(ADMIN, 'closed/o'),
    }).toEqual({
      'runner open/o': 'open',
      'runner other/o': '403',
      'data scientist open/o': '403',
      'administrator other/o': 'other',
      'administrator closed/o': '403',
    });
  });
});

function bucket(): string {
  return BUCKET.slice('s3://'.length);
}
