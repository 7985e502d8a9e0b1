import { describe, expect, it } from 'vitest';
import { UsageError } from '../../core/error.js';
import { loadSettings, parseSettings } from './settings.js';

const MINIMAL = `formatVersion: 1
region: us-east-1
accountId: "111122223333"
runner:
  roleName: LakeproofRunner
studioDomain: lakeproof-walkthrough
workGroup: studio-{profile}
`;

const parse = (text: string, target: 'aws' | 'embedded' = 'aws', auditDelayMaxMs?: number) =>
  parseSettings(text, 's.yaml', { target, ...(auditDelayMaxMs === undefined ? {} : { auditDelayMaxMs }) });

describe('settings', () => {
  it('are polite on AWS by default', () => {
    expect(parse(MINIMAL)).toMatchObject({
      sourceIdentity: 'run',
      executionRoles: {},
      perProfile: {},
      auditSettleMs: 1_200_000,
      limits: { activeQueries: 5, startsPerSecond: 2, lookupIntervalMs: 2_000 },
    });
  });

  it('wait five times the largest delay that the run set on the embedded lake', () => {
    expect(parse(MINIMAL, 'embedded').auditSettleMs).toBe(10_000);
    expect(parse(MINIMAL, 'embedded', 500).auditSettleMs).toBe(2_500);
    expect(parse(`${MINIMAL}auditSettleMs: 7000\n`, 'embedded', 500).auditSettleMs).toBe(7_000);
  });

  it('take what the file says over the defaults, field by field', () => {
    const settings = parse(`${MINIMAL}limits:\n  activeQueries: 3\nperProfile:\n  a:\n    workGroup: special\n`);
    expect(settings.limits).toMatchObject({ activeQueries: 3, startsPerSecond: 2 });
    expect(settings.perProfile).toEqual({ a: { workGroup: 'special' } });
  });

  it.each([
    ['lakeproof.yaml', undefined],
    [
      'policies/examples/as-published.settings.yaml',
      's3://sagemaker-audit-control-query-results-us-east-1-111122223333/queries/',
    ],
  ])('of the repository are valid: %s', async (file, outputLocation) => {
    const settings = await loadSettings(file, { target: 'embedded' });
    expect(settings).toMatchObject({ accountId: '111122223333', trail: 'lakeproof-trail' });
    expect(settings.outputLocation).toBe(outputLocation);
  });
});

describe('errors in settings name file, line and column', () => {
  it.each<[string, string, RegExp]>([
    [
      'an account id that YAML reads as a number',
      MINIMAL.replace('"111122223333"', '111122223333'),
      /^s\.yaml:3:12: accountId: .*quotes/,
    ],
    ['an unknown field', `${MINIMAL}regoin: x\n`, /^s\.yaml:8:\d+: regoin: there is no such field/],
    [
      'an unknown field further in',
      MINIMAL.replace('roleName: LakeproofRunner', 'roleName: R\n  arn: x'),
      /^s\.yaml:6:\d+: runner\.arn: there is no such field/,
    ],
    ['a missing field', MINIMAL.replace('region: us-east-1\n', ''), /^s\.yaml:\d+:\d+: region: /],
    [
      'an ARN for a role name',
      MINIMAL.replace('LakeproofRunner', 'arn:aws:iam::1:role/x'),
      /^s\.yaml:5:13: runner\.roleName/,
    ],
    [
      'an output location without its slash',
      `${MINIMAL}outputLocation: s3://bucket/prefix\n`,
      /^s\.yaml:8:17: outputLocation: .*slash/,
    ],
    ['a newer format', MINIMAL.replace('formatVersion: 1', 'formatVersion: 2'), /^s\.yaml:1:16: formatVersion/],
    ['a limit of nothing', `${MINIMAL}limits:\n  activeQueries: 0\n`, /^s\.yaml:9:18: limits\.activeQueries/],
    ['a key that stands twice', `${MINIMAL}region: eu-west-1\n`, /^s\.yaml:8:1: /],
    ['what is no YAML', 'a: [', /^s\.yaml:\d+:\d+: /],
    ['aliases', `a: &a x\n${MINIMAL}trail: *a\n`, /^s\.yaml:9:8: \*a: aliases/],
    ['an empty file', '', /^s\.yaml:1:1: /],
  ])('%s', (_name, text, message) => {
    let thrown: unknown;
    try {
      parse(text);
    } catch (error) {
      thrown = error;
    }
    if (!(thrown instanceof UsageError)) throw new Error('nothing was wrong with it');
    expect(thrown.code).toBe('SETTINGS_INVALID');
    expect(thrown.message).toMatch(message);
  });

  it('a file that is not there', async () => {
    await expect(loadSettings('nowhere.yaml', { target: 'aws' })).rejects.toMatchObject({ code: 'SETTINGS_MISSING' });
  });
});
