import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvironment } from './environment.js';
import { readLakeEnv } from './lake-env.js';

describe('the environment', () => {
  it('says nothing: the walkthrough on the embedded lake', () => {
    expect(readEnvironment({})).toMatchObject({
      policyFile: 'policies/walkthrough.policy.yaml',
      target: 'embedded',
      settingsFile: undefined,
      outDir: 'evidence',
      templates: [],
      noWait: false,
      door: undefined,
    });
  });

  it('empty variables say nothing either', () => {
    expect(readEnvironment({ LAKEPROOF_POLICY: '', LAKEPROOF_OUT: ' ', LAKEPROOF_NO_WAIT: '' })).toMatchObject({
      policyFile: 'policies/walkthrough.policy.yaml',
      outDir: 'evidence',
    });
  });

  it('names the engine’s door only with its token, which cannot be printed', () => {
    const url = 'http://127.0.0.1:4000';
    expect(readEnvironment({ LAKEPROOF_ENGINE_URL: url }).door).toBeUndefined();
    const { door } = readEnvironment({ LAKEPROOF_ENGINE_URL: url, LAKEPROOF_ENGINE_TOKEN: 'hidden' });
    expect(door?.token.reveal()).toBe('hidden');
    expect(`${JSON.stringify(door)}${inspect(door)}`).not.toContain('hidden');
  });

  it.each([
    [{ LAKEPROOF_TARGET: 'asw' }, /LAKEPROOF_TARGET/],
    [{ LAKEPROOF_NO_WAIT: 'yes' }, /LAKEPROOF_NO_WAIT/],
    [{ LAKEPROOF_ENGINE_URL: 'http://example.org:80' }, /not an engine of this machine/],
  ])('%j is refused', (env, message) => {
    expect(() => readEnvironment(env)).toThrow(message);
  });
});

describe('lake.env', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lakeproof-env-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  const LINES = [
    'AWS_ENDPOINT_URL=http://127.0.0.1:4566',
    'export AWS_REGION="us-east-1"',
    "AWS_ACCESS_KEY_ID='AKIAEXAMPLE'",
    'AWS_SECRET_ACCESS_KEY=a/b+c=',
  ];

  it('is read with its secret kept', async () => {
    await writeFile(join(dir, 'lake.env'), LINES.join('\n'));
    const connection = await readLakeEnv(dir);
    expect(connection).toMatchObject({ kind: 'fixed', region: 'us-east-1', accessKeyId: 'AKIAEXAMPLE' });
    expect(connection.secretAccessKey.reveal()).toBe('a/b+c=');
  });

  it('is refused when a line is missing, or when it names another machine', async () => {
    await writeFile(join(dir, 'lake.env'), LINES.slice(0, 3).join('\n'));
    await expect(readLakeEnv(dir)).rejects.toThrow('AWS_SECRET_ACCESS_KEY');
    await writeFile(join(dir, 'lake.env'), LINES.join('\n').replace('http://127.0.0.1:4566', 'https://example.org'));
    await expect(readLakeEnv(dir)).rejects.toThrow('no lake of this machine');
  });
});
