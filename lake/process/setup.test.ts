import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.js';
import type { Founders } from './account.js';
import { type ProcessOptions, processOptions } from './options.js';
import { checkSetup, readTemplates, setupOf } from './setup.js';

const folder = mkdtempSync(join(tmpdir(), 'lakeproof-setup-'));
const one = join(folder, 'one.yaml');
const other = join(folder, 'other.yaml');
const parameters = join(folder, 'parameters.json');
writeFileSync(one, 'Resources: {}');
writeFileSync(other, 'Resources: {A: {Type: AWS::S3::Bucket}}');
writeFileSync(parameters, '{"Name": "value"}');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const key = {
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: new Secret('s'),
  userName: 'u',
  createdAt: new Date(),
  status: 'Active' as const,
};
const founders: Founders = {
  admin: { type: 'IAMUser', accountId: '1', arn: 'a', principalArn: 'a', userId: 'i', accessKeyId: 'k', name: 'n' },
  adminKey: key,
  operatorKey: key,
};

function optionsOf(...args: readonly string[]): ProcessOptions {
  const options = processOptions(args);
  if (options === undefined) throw new Error('no options');
  return options;
}

describe('a lake that is taken up again', () => {
  const first = optionsOf('--template', one, '--data', 'none');
  const kept = setupOf(first, readTemplates(first.templates), founders);

  it.each([
    ['nothing', []],
    ['the same again', ['--template', one, '--data', 'none']],
    ['what is no matter of the set-up', ['--port', '4711', '--audit-delay', '5s', '--faults']],
  ])('goes on when the command line says %s', (_, args) => {
    expect(() => checkSetup(optionsOf(...args), kept, folder)).not.toThrow();
  });

  it.each([
    ['another template', ['--template', other], '--template'],
    ['a template more', ['--template', one, other], '--template'],
    ['parameters', ['--parameters', parameters], '--parameters'],
    ['other data', ['--data', 'reviews'], '--data'],
    ['a mark', ['--data-mark', 'abc'], '--data-mark'],
  ])('refuses %s, and says which option to leave out', (_, args, option) => {
    const nextStep = `leave ${option} out to go on, change the lake through its API, or name an empty folder with --state`;
    expect(() => checkSetup(optionsOf(...args), kept, folder)).toThrow(
      expect.objectContaining({ code: 'LAKE_STATE_CONTRADICTED', nextStep }),
    );
  });
});
