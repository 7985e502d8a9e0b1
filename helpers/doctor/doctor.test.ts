import { describe, expect, it } from 'vitest';
import type { Inventory } from '../model/catalogue.js';
import type { Policy } from '../model/policy.js';
import type { Settings } from '../model/settings.js';
import { checksOf, doctorExitCode } from './doctor.js';
import type { Facts } from './facts.js';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/SageMakerStudioExecutionRole_analyst`;
const place = { file: 'p.yaml', line: 1, column: 1 };

const policy: Policy = {
  formatVersion: 1,
  name: 'p',
  digest: '',
  file: 'p.yaml',
  databases: [{ name: 'sales', ifPresent: false, place }],
  profiles: [{ name: 'analyst', place }],
  principals: [],
  columnClasses: [],
  tables: [
    { database: 'sales', table: 'orders', ifPresent: false, columns: [{ name: 'price', classes: [], place }], place },
    { database: 'sales', table: 'later', ifPresent: true, columns: [{ name: 'x', classes: [], place }], place },
  ],
  grants: [],
};

const settings: Settings = {
  formatVersion: 1,
  region: 'us-east-1',
  accountId: ACCOUNT,
  runner: { roleName: 'LakeproofRunner' },
  executionRoles: { externalId: 'e' },
  sourceIdentity: 'run',
  studioDomain: 'd',
  workGroup: 'studio-{profile}',
  perProfile: {},
  trail: 't',
  auditSettleMs: 1,
  limits: { activeQueries: 1, startsPerSecond: 1, lookupIntervalMs: 1, queryDeadlineMs: 1, runDeadlineMs: 1 },
};

const selector = {
  kind: 'basic',
  includeManagementEvents: true,
  readWriteType: 'All',
  excludedEventSources: [],
  unevaluated: false,
} as const;

const trail = {
  name: 't',
  arn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/t`,
  isLogging: true,
  isMultiRegion: true,
  homeRegion: 'us-east-1',
  logFileValidationEnabled: true,
  selectors: [selector],
};

const inventory: Inventory = {
  formatVersion: 1,
  accountId: ACCOUNT,
  partition: 'aws',
  region: 'us-east-1',
  catalogId: ACCOUNT,
  databases: [
    { name: 'sales', tables: [{ name: 'orders', columns: [{ name: 'price', type: 'int', partitionKey: false }] }] },
  ],
  databasesOutsideScope: [],
  grants: [],
  dataLakeAdmins: [],
  readOnlyAdmins: [],
  profiles: [{ name: 'analyst', executionRoleArn: ROLE }],
  trails: [trail],
  gaps: [],
};

const told = <T>(value: T) => ({ kind: 'told', value }) as const;
const refused = { kind: 'refused', why: 'x: AccessDenied: no' } as const;
const failed = { kind: 'failed', why: 'x: TimeoutError: no' } as const;
const notAsked = { kind: 'not-asked', why: 'nobody to ask as' } as const;

const workGroup = { enabled: true, enforcesConfiguration: true, outputLocation: 's3://r/', identityCenter: false };
const identity = { profile: 'analyst', status: 'proven', roleArn: ROLE, sessionArn: 'arn:session' } as const;
const lakeSettings = {
  admins: [`arn:aws:iam::${ACCOUNT}:user/lake-admin`],
  readOnlyAdmins: [`arn:aws:iam::${ACCOUNT}:role/LakeproofRunner`],
  defaultPrincipals: [],
};
const analyst = { profile: 'analyst', workGroupName: 'studio-analyst', workGroup: told(workGroup), identity };

const good: Facts = {
  settings,
  settingsFile: 'lakeproof.yaml',
  policy,
  target: 'emulated',
  endpoints: [],
  caller: told({ accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/lakeproof-operator` }),
  runner: told({ sessionArn: `arn:aws:sts::${ACCOUNT}:assumed-role/LakeproofRunner/lakeproof-runner-x` }),
  inventory: told(inventory),
  lakeSettings: told(lakeSettings),
  history: told(undefined),
  profiles: [analyst],
  clockSkewMs: 900,
};

const fault = (code: string, kind: 'access-denied' | 'network') =>
  ({ class: kind, code, message: 'no', operation: 'sts:AssumeRole' }) as const;
const grant = { database: 'sales', table: 'orders', tableWildcard: false, permissionsWithGrantOption: [] };
const withInventory = (over: Partial<Inventory>): Partial<Facts> => ({ inventory: told({ ...inventory, ...over }) });
const withTrail = (over: Partial<typeof trail>): Partial<Facts> => withInventory({ trails: [{ ...trail, ...over }] });
const withGroup = (over: Partial<typeof workGroup>): Partial<Facts> => ({
  profiles: [{ ...analyst, workGroup: told({ ...workGroup, ...over }) }],
});

/** One thing wrong, the line that must say so, how, and a word of the remedy or reason. */
const TABLE: readonly (readonly [what: string, over: Partial<Facts>, title: string, outcome: string, says: RegExp])[] =
  [
    ['no credentials', { caller: failed }, 'the caller', 'unknown', /AWS_PROFILE/],
    [
      'another account',
      { caller: told({ accountId: '999988887777', arn: 'arn:x' }) },
      'the caller',
      'missing',
      /999988887777/,
    ],
    ['runner refused', { runner: refused }, 'the runner can be assumed', 'missing', /trust policy/],
    ['runner not asked', { runner: notAsked }, 'the runner can be assumed', 'unknown', /not asked/],
    ['clock off', { clockSkewMs: -400_000 }, 'the clock', 'missing', /NTP/],
    ['clock unknown', { clockSkewMs: undefined }, 'the clock', 'unknown', /no session/],
    [
      'a table is not there',
      withInventory({ databases: [{ name: 'sales', tables: [] }] }),
      'the names of the policy',
      'missing',
      /sales\.orders/,
    ],
    [
      'a column is not there',
      withInventory({ databases: [{ name: 'sales', tables: [{ name: 'orders', columns: [] }] }] }),
      'the names of the policy',
      'missing',
      /sales\.orders\.price/,
    ],
    [
      'the catalogue is unreadable',
      withInventory({ gaps: [{ what: 'catalogue', fault: 'access-denied', message: 'glue:GetDatabases' }] }),
      'the names of the policy',
      'missing',
      /glue:Get/,
    ],
    [
      'the catalogue is down',
      withInventory({ gaps: [{ what: 'catalogue', fault: 'network', message: 'glue:GetDatabases' }] }),
      'the names of the policy',
      'unknown',
      /glue:GetDatabases/,
    ],
    [
      'everybody holds a grant',
      withInventory({ grants: [{ ...grant, principal: 'IAM_ALLOWED_PRINCIPALS', permissions: ['ALL'] }] }),
      'the grants in scope',
      'missing',
      /account-setup/,
    ],
    [
      'the runner may read',
      withInventory({
        grants: [{ ...grant, principal: `arn:aws:iam::${ACCOUNT}:role/LakeproofRunner`, permissions: ['SELECT'] }],
      }),
      'the grants in scope',
      'missing',
      /revoke/,
    ],
    [
      'the runner is no administrator',
      { lakeSettings: told({ ...lakeSettings, readOnlyAdmins: [] }) },
      'the runner is a read-only data lake administrator',
      'missing',
      /account-setup/,
    ],
    [
      'the runner is a full administrator',
      { lakeSettings: told({ ...lakeSettings, admins: lakeSettings.readOnlyAdmins }) },
      'the runner is a read-only data lake administrator',
      'missing',
      /read-only/,
    ],
    [
      'the defaults are open',
      { lakeSettings: told({ ...lakeSettings, defaultPrincipals: ['IAM_ALLOWED_PRINCIPALS'] }) },
      "the account's defaults",
      'missing',
      /account-setup/,
    ],
    ['no such profile', withInventory({ profiles: [] }), 'analyst: known to Studio', 'missing', /no such user profile/],
    [
      'a profile without a role',
      withInventory({ profiles: [{ name: 'analyst' }] }),
      'analyst: known to Studio',
      'missing',
      /role of its own/,
    ],
    [
      'no such domain',
      withInventory({ gaps: [{ what: 'profiles', fault: 'DISCOVERY_NO_DOMAIN', message: '0 Studio domains' }] }),
      'analyst: known to Studio',
      'missing',
      /studioDomain/,
    ],
    [
      'a role that does not trust us',
      {
        profiles: [
          { ...analyst, identity: { ...identity, status: 'failed', fault: fault('AccessDenied', 'access-denied') } },
        ],
      },
      'analyst: its role can be assumed',
      'missing',
      /sts:SetSourceIdentity.*lakeproof-\*/,
    ],
    [
      'a role that could not be asked for',
      {
        profiles: [{ ...analyst, identity: { ...identity, status: 'failed', fault: fault('ECONNRESET', 'network') } }],
      },
      'analyst: its role can be assumed',
      'unknown',
      /ECONNRESET/,
    ],
    [
      'a role that is not the person',
      {
        profiles: [
          { ...analyst, identity: { ...identity, status: 'not-reproducible', fault: fault('IDENTITY', 'network') } },
        ],
      },
      'analyst: its role can be assumed',
      'unknown',
      /indeterminate/,
    ],
    [
      'no workgroup',
      { profiles: [{ ...analyst, workGroup: failed }] },
      'analyst: workgroup studio-analyst',
      'unknown',
      /athena:GetWorkGroup/,
    ],
    [
      'a workgroup that is not there',
      {
        profiles: [
          {
            ...analyst,
            workGroup: { kind: 'failed', why: 'athena:GetWorkGroup: InvalidRequestException: WorkGroup is not found.' },
          },
        ],
      },
      'analyst: workgroup studio-analyst',
      'missing',
      /correct workGroup/,
    ],
    [
      'a role that was not asked for, because its workgroup is not there',
      {
        profiles: [
          {
            ...analyst,
            identity: {
              ...identity,
              status: 'failed',
              fault: { ...fault('InvalidRequestException', 'network'), operation: 'athena:GetWorkGroup' },
            },
          },
        ],
      },
      'analyst: its role can be assumed',
      'unknown',
      /^not asked: its workgroup is not known $/,
    ],
    [
      'a runner that sees only a part of the grants',
      withInventory({ gaps: [{ what: 'grants', fault: 'NOT_ADMINISTRATOR', message: 'no data lake administrator' }] }),
      'the grants in scope',
      'unknown',
      /account-setup/,
    ],
    ['a disabled workgroup', withGroup({ enabled: false }), 'analyst: workgroup studio-analyst', 'missing', /enable/],
    [
      'a workgroup of Identity Center',
      withGroup({ identityCenter: true }),
      'analyst: workgroup studio-analyst',
      'unknown',
      /Identity Center/,
    ],
    ['history refused', { history: refused }, 'event history', 'missing', /LookupEvents/],
    ['no trail', withInventory({ trails: [] }), 'the trail t', 'missing', /create a trail/],
    ['a stopped trail', withTrail({ isLogging: false }), 'the trail t', 'missing', /start-logging/],
    [
      'a trail of writes only',
      withTrail({ selectors: [{ ...selector, readWriteType: 'WriteOnly' as 'All' }] }),
      'the trail t',
      'missing',
      /all management events/,
    ],
  ];

describe('doctor', () => {
  it('finds nothing where all is well', () => {
    const checks = checksOf(good);
    expect(checks.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    expect(doctorExitCode(checks)).toBe(0);
  });

  it.each(TABLE)('%s', (_what, over, title, outcome, says) => {
    const check = checksOf({ ...good, ...over }).find((candidate) => candidate.title === title);
    expect(check?.outcome).toBe(outcome);
    expect(`${check?.detail} ${check?.remedy ?? ''}`).toMatch(says);
  });

  it('never says a thing is good that was not seen', () => {
    const blind: Facts = {
      ...good,
      caller: failed,
      runner: notAsked,
      inventory: notAsked,
      lakeSettings: notAsked,
      history: notAsked,
      profiles: [{ ...analyst, workGroup: notAsked, identity: undefined }],
      clockSkewMs: undefined,
    };
    const seen = checksOf(blind).filter(({ outcome }) => outcome === 'ok');
    expect(seen.map(({ title }) => title)).toEqual(['settings']);
    expect(doctorExitCode(checksOf(blind))).toBe(2);
  });

  it('lets what is missing win over what is unknown', () => {
    expect(doctorExitCode(checksOf({ ...good, history: refused, clockSkewMs: undefined }))).toBe(1);
    expect(doctorExitCode([])).toBe(2);
  });
});
