import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateDataCellsFilterCommand,
  GrantPermissionsCommand,
  LakeFormationClient,
  ListPermissionsCommand,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import { fromIni } from '@aws-sdk/credential-providers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS } from '../../lake/faults/index.js';
import {
  type Ended,
  FULL,
  LIMITED,
  lakeproof,
  REVIEWS,
  recordOf,
  root,
  runFolderOf,
  scratch,
  settingsFile,
} from '../e2e/support.js';
import { changesOf } from '../e2e/undisturbed.js';
import { subjectOf } from '../e2e/walkthrough.js';
import { FAULT_RUNS, STOPPED_MEANWHILE } from './fault-verdicts.js';
import { type HandLake, startByHand } from './hand-lake.js';

/* A run under each fault: what it must find, and that it is never green without evidence. One lake for all of them. */
const QUERY_DEADLINE_MS = 8_000;
const SETTLE_MS = 2_500;

let folder: Awaited<ReturnType<typeof scratch>>;
let lake: HandLake;
let settings: string;

beforeAll(async () => {
  folder = await scratch();
  settings = await settingsFile(folder.dir, SETTLE_MS, { activeQueries: 64, queryDeadlineMs: QUERY_DEADLINE_MS });
  lake = await startByHand(['--audit-delay', '300ms', '--faults']);
});

afterEach(() => lake.clearFaults());

afterAll(async () => {
  await lake.stop();
  await folder.remove();
});

function run(...args: string[]): Promise<Ended> {
  const common = ['--target', 'aws', '--settings', settings, '--out', folder.dir, '--profile', LIMITED];
  return lakeproof(['run', ...common, ...args], { env: lake.env }).ended;
}

describe.each(FAULT_RUNS)('exit code $exitCode', ({ exitCode, verdicts }) => {
  it(verdicts.map(({ fault, where }) => `${fault} (${where})`).join(', '), async () => {
    for (const order of verdicts.flatMap(({ orders }) => orders)) await lake.fault(order);
    const ended = await run();
    const { findings } = await recordOf(ended);
    expect(changesOf(findings, LIMITED)).toEqual(verdicts.flatMap(({ changes }) => changes).sort());
    expect(ended.exitCode).toBe(exitCode);
  });
});

describe('trail-stopped after everything was asked', () => {
  it('is seen when the log is read', async () => {
    const asked = await run('--no-wait');
    await lake.fault({ fault: 'trail-stopped' });
    const confirmed = await lakeproof(['confirm', runFolderOf(asked)], { env: lake.env }).ended;
    expect(changesOf((await recordOf(confirmed)).findings, LIMITED)).toEqual([...STOPPED_MEANWHILE].sort());
    expect(confirmed.exitCode).toBe(1);
  });
});

describe('row-filter-ignored, where both profiles are granted the same rows', () => {
  beforeAll(() => filterRows());

  const rowsOf = async (ended: Ended): Promise<string[]> =>
    (await recordOf(ended)).findings
      .filter(({ controlType }) => controlType === 'row-set' || controlType === 'declared')
      .map((finding) => `${subjectOf(finding)}: ${finding.status} ${finding.reason} ${finding.control}`);
  // A grant through a filter says less than it means, so the scope is not known to be closed.
  const scope = ['amazon_reviews_db', 'restricted_db'].map(
    (database) => `posture declared * ${database}: indeterminate catalogue-unavailable none`,
  );

  it('without the fault the rows are those of the control', async () => {
    const ended = await run();
    expect(await rowsOf(ended)).toEqual([
      ...scope,
      `access row-set ${LIMITED} ${REVIEWS}: satisfied as-permitted session`,
    ]);
    expect(ended.exitCode).toBe(2);
  });

  it('with it there are more', async () => {
    await lake.fault({
      fault: 'row-filter-ignored',
      match: { principalName: `SageMakerStudioExecutionRole_${LIMITED}` },
    });
    const ended = await run();
    expect(await rowsOf(ended)).toEqual([
      ...scope,
      `access row-set ${LIMITED} ${REVIEWS}: not-satisfied over-exposed session`,
    ]);
    expect(ended.exitCode).toBe(1);
  });
});

/** Takes the grants on the reviews back, and gives both profiles the same columns through filters of the same rows. */
async function filterRows(): Promise<void> {
  const profile = fromIni({
    profile: 'lake-admin',
    configFilepath: join(lake.stateDir, 'aws-config'),
    filepath: join(lake.stateDir, 'none'),
  });
  const client = new LakeFormationClient({ endpoint: lake.url, region: 'us-east-1', credentials: profile });
  const { PrincipalResourcePermissions = [] } = await client.send(new ListPermissionsCommand({}));
  for (const name of [FULL, LIMITED]) {
    const principal = `arn:aws:iam::111122223333:role/SageMakerStudioExecutionRole_${name}`;
    const held = PrincipalResourcePermissions.find(
      ({ Principal, Resource }) =>
        Principal?.DataLakePrincipalIdentifier === principal &&
        Resource?.TableWithColumns?.Name === 'amazon_reviews_parquet',
    );
    const { ColumnNames, ColumnWildcard } = held?.Resource?.TableWithColumns ?? {};
    const filter = {
      TableCatalogId: '111122223333',
      DatabaseName: 'amazon_reviews_db',
      TableName: 'amazon_reviews_parquet',
      Name: name,
    };
    await client.send(
      new CreateDataCellsFilterCommand({
        TableData: {
          ...filter,
          RowFilter: { FilterExpression: 'star_rating >= 4' },
          ...(ColumnNames === undefined ? { ColumnWildcard } : { ColumnNames }),
        },
      }),
    );
    const Principal = { DataLakePrincipalIdentifier: principal };
    await client.send(
      new RevokePermissionsCommand({ Principal, Resource: held?.Resource, Permissions: held?.Permissions }),
    );
    await client.send(
      new GrantPermissionsCommand({ Principal, Resource: { DataCellsFilter: filter }, Permissions: ['SELECT'] }),
    );
  }
}

describe('docs/verdicts.md', () => {
  it('says of each fault what was shown here', () => {
    const text = readFileSync(join(root, 'docs/verdicts.md'), 'utf8').replaceAll(/ +\|/g, ' |');
    const rows = FAULT_RUNS.flatMap(({ exitCode, verdicts }) =>
      verdicts.map(({ fault, where, found }) => `| \`${fault}\` | ${where} | ${found} | ${exitCode} |`),
    );
    expect(rows.filter((row) => !text.includes(row))).toEqual([]);
    expect(FAULTS.filter(({ name }) => !text.includes(`| \`${name}\` |`)).map(({ name }) => name)).toEqual([]);
  });
});
