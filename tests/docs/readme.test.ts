import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as matchers from '../../fixtures/matchers/index.js';
import { readRun } from '../../helpers/record/read-run.js';
import { scratch } from '../e2e/support.js';
import { codeBlocks, commandsOf, pageAt } from './markdown.js';
import { endShells, type Shell, type ShellEnd, shell } from './shell.js';

/*
 * Every command of the README is run here as it stands there, or stands below with the reason why not. `npm start` and the
 * run with a spec of one's own are one run, because `npm start` is `lakeproof run` with the default policy.
 */
const README = pageAt('README.md');

const RUN = [
  'npx lakeproof --help',
  'npx lakeproof lint',
  'npx lakeproof plan',
  'npx lakeproof doctor',
  'npx playwright test --list',
];
const SHARED_RUN = ['npm ci && npm start', 'npx lakeproof run --specs my-specs'];
const START_LAKE = 'npm run lake -- --state .lakeproof/lake';
const ASK_LAKE = ['set -a; . .lakeproof/lake/lake.env; set +a', 'npx lakeproof doctor --target aws'];
const ACCOUNT = ['cp lakeproof.yaml my-account.yaml', 'npx lakeproof doctor --target aws --settings my-account.yaml'];
const PACK = ['npx lakeproof verify evidence/RUN', 'npx lakeproof pack evidence/RUN'];

/** What is not run here, and why. `npm ci` of the shared run is left out too: it would take these packages away. */
const EXCEPTED: Readonly<Record<string, string>> = {
  'npm ci && npm test': 'it is what runs this test',
  'aws cloudformation deploy --stack-name lakeproof-walkthrough --template-file infra/walkthrough.template.yaml --capabilities CAPABILITY_NAMED_IAM --parameter-overrides VpcId=vpc-1 SubnetIds=subnet-1,subnet-2 DataLakeAdministratorArn=arn:aws:iam::111122223333:role/Deployer':
    'needs an account; the template is checked in infra/templates.test.ts and deployed to every lake',
  'sh infra/account-setup.sh': 'needs the AWS CLI; tests/clients/account-setup.test.ts runs it against the lake',
  'npx lakeproof run --target aws --settings my-account.yaml':
    'a second whole run, with 20 minutes for the log; tests/runs/projects.test.ts runs the same flags',
  'npx lakeproof run --target aws --settings my-account.yaml --no-wait': 'as before',
  'npx lakeproof confirm evidence/RUN --target aws --settings my-account.yaml':
    'needs a run whose log was not waited for, hence a second whole run',
  'export AWS_CONFIG_FILE=.lakeproof/lake/aws-config': 'needs the AWS CLI; tests/clients/readme.test.ts',
  'aws sts get-caller-identity --profile data-scientist-limited': 'likewise',
  "aws athena start-query-execution --profile data-scientist-limited --work-group studio-data-scientist-limited --query-string 'SELECT * FROM amazon_reviews_db.amazon_reviews_parquet LIMIT 10'":
    'likewise',
  'aws athena get-query-results --profile data-scientist-limited --query-execution-id QUERY_ID': 'likewise',
  'aws cloudtrail lookup-events --profile lakeproof-runner --lookup-attributes AttributeKey=EventName,AttributeValue=GetDataAccess':
    'likewise',
};

const DEADLINE_MS = 300_000;

let folder: Awaited<ReturnType<typeof scratch>>;
let run: Shell;

beforeAll(async () => {
  folder = await scratch();
  await mkdir(join(folder.dir, 'my-specs'));
  await writeFile(join(folder.dir, 'my-specs', 'mine.spec.ts'), blockOf('ts'));
  run = shell([`npm start -- --specs ${join(folder.dir, 'my-specs')} --out ${join(folder.dir, 'evidence')}`]);
});
afterAll(async () => {
  await endShells();
  await folder.remove();
}, 60_000);

function blockOf(language: string): string {
  const [block, ...more] = codeBlocks(README).filter((one) => one.language === language);
  if (block === undefined || more.length > 0) throw new Error(`the README has not exactly one ${language} block`);
  return block.text;
}

/** The names that a reader chooses stand for folders of this test. */
function inScratch(command: string): string {
  return command
    .replaceAll('.lakeproof/lake', join(folder.dir, 'lake'))
    .replaceAll('my-account.yaml', join(folder.dir, 'my-account.yaml'));
}

async function sharedRun(): Promise<ShellEnd & { readonly runDir: string }> {
  const ended = await run.ended;
  const runDir = /^ {2}verify {2}npx lakeproof verify (\S+)$/m.exec(ended.stdout)?.[1];
  if (runDir === undefined) throw new Error(`no pack in:\n${ended.stdout}\n${ended.stderr}`);
  return { ...ended, runDir };
}

/** Without what differs from run to run: its id, and where it lies. */
function normalised(text: string): string {
  return text.replaceAll(/(?:\/[\w.-]+)*\/(?=\d{8}T\d{6}Z-)/g, '').replaceAll(/\d{8}T\d{6}Z-[0-9a-f]{6}/g, 'RUN');
}

describe('the commands of the README', () => {
  it('are each run here or excepted with a reason, and no list names another', () => {
    const known = [...RUN, ...SHARED_RUN, START_LAKE, ...ASK_LAKE, ...ACCOUNT, ...PACK, ...Object.keys(EXCEPTED)];
    expect([...new Set(commandsOf(README))].sort()).toEqual(known.toSorted());
  });

  it.each(RUN)('%s', { timeout: DEADLINE_MS }, async (command) => {
    const { exitCode, stdout, stderr } = await shell([command]).ended;
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    if (command.endsWith('--help')) {
      const commands = [...stdout.matchAll(/^ {2}([a-z]+) (?:\[|<)/gm)].map(([, name]) => name ?? '');
      expect(commands).toHaveLength(9);
      for (const name of commands.filter((one) => one !== 'help')) {
        expect(README, `lakeproof ${name} is not in the README`).toMatch(new RegExp(`lakeproof ${name}\\b`));
      }
    }
  });

  it('ask a lake that was started by hand, as one asks AWS', { timeout: DEADLINE_MS }, async () => {
    const lake = shell([inScratch(START_LAKE)]);
    const [, stateDir] = await lake.said(/^lake ready http:\/\/127\.0\.0\.1:\d+ state (.+)$/m);
    expect(stateDir).toBe(join(folder.dir, 'lake'));
    for (const lines of [ASK_LAKE, [...ASK_LAKE.slice(0, 1), ...ACCOUNT]]) {
      const { exitCode, stdout } = await shell(lines.map(inScratch)).ended;
      expect(stdout).toContain('emulated: says nothing about an AWS account');
      expect(stdout).toContain('0 missing, 0 unknown');
      expect(exitCode).toBe(0);
      expect(titlesIn(stdout).filter((title) => !pageAt('docs/running-on-aws.md').includes(`| ${title} `))).toEqual([]);
    }
    lake.interrupt();
    expect((await lake.ended).exitCode).not.toBe(0);
  });

  it('leave a pack that the others read', { timeout: DEADLINE_MS }, async () => {
    const { runDir } = await sharedRun();
    for (const command of PACK) {
      const { exitCode, stderr } = await shell([command.replace('evidence/RUN', runDir)]).ended;
      expect(stderr).toBe('');
      expect(exitCode).toBe(0);
    }
  });
});

/** What doctor checked, with profiles and other names replaced as the page does. */
function titlesIn(stdout: string): readonly string[] {
  return [...stdout.matchAll(/^[✓✗?] (.+)$/gm)].map(([, line = '']) => {
    const named = line
      .replace(/^data-scientist-\w+: /, 'PROFILE_ ')
      .replace(/(workgroup|the trail) [\w-]+/, '$1 NAME')
      .split(': ')[0];
    return (named ?? '').replace('PROFILE_ ', 'PROFILE: ');
  });
}

describe('the run of the README', () => {
  it('is `lakeproof run` with the default policy', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(pageAt('package.json')));
    expect(scripts.start).toBe('node dist/cli/main.js run --policy policies/walkthrough.policy.yaml');
  });

  it('prints what the README shows', { timeout: DEADLINE_MS }, async () => {
    const { stdout, exitCode } = await sharedRun();
    const shown = codeBlocks(README).find(({ text }) => text.startsWith('✓ everything'))?.text;
    expect(normalised(stdout.slice(stdout.indexOf('✓')))).toBe(normalised(shown ?? ''));
    expect(exitCode).toBe(0);
  });

  it('asks as many queries as the README says', { timeout: DEADLINE_MS }, async () => {
    const { plan } = await readRun((await sharedRun()).runDir);
    expect(README).toContain(`asks ${plan.probes.length} queries`);
  });

  it('ran the spec of one’s own, which has at most 10 lines', { timeout: DEADLINE_MS }, async () => {
    expect(blockOf('ts').trimEnd().split('\n').length).toBeLessThanOrEqual(10);
    const { run: record } = await readRun((await sharedRun()).runDir);
    expect(record.tests.filter(({ project }) => project === 'own')).toMatchObject([{ outcome: 'passed' }]);
  });

  it('yields the verdict that the README shows', { timeout: DEADLINE_MS }, async () => {
    const shown = z.looseObject({ findingId: z.string() }).parse(JSON.parse(blockOf('json')));
    const { runDir } = await sharedRun();
    const findings = (await readFile(join(runDir, 'findings.jsonl'), 'utf8')).trimEnd().split('\n');
    const found = findings.map((line): unknown => JSON.parse(line)).find((one) => idOf(one) === shown.findingId);
    expect(found).toMatchObject(shown);
    expect(found).toMatchObject({ resource: { column: 'customer_id' } });
  });
});

function idOf(finding: unknown): string {
  return z.looseObject({ findingId: z.string() }).parse(finding).findingId;
}

describe('what the README quotes', () => {
  it('is a rule of the policy, word for word', () => {
    expect(pageAt('policies/walkthrough.policy.yaml')).toContain(blockOf('yaml').replaceAll(/^(?=.)/gm, '  '));
  });

  it('names every matcher', () => {
    const missing = Object.keys(matchers).filter((name) => !README.includes(`\`${name}(`));
    expect(missing).toEqual([]);
  });
});
