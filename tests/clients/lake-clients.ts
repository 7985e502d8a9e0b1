import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock } from '../../core/clock.js';
import { packageRoot } from '../../core/package-root.js';
import { poll } from '../../core/poll.js';
import { type LakeProcess, startLake } from '../../helpers/engine/lake-process.js';
import { type ClientTools, clientTools } from './tools.js';

const run = promisify(execFile);
const CALL_DEADLINE_MS = 60_000;
/** A script makes a dozen calls, and the CLI takes a second to start. */
const SCRIPT_DEADLINE_MS = 150_000;

/** What a finished program left; a status other than 0 is an answer here, not an exception. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running lake, and clients of others to ask it with. */
export interface LakeClients {
  readonly lake: LakeProcess;
  /** Runs `aws ARGS` as a profile of the lake's aws-config. */
  aws(profile: string, ...args: readonly string[]): Promise<Outcome>;
  /** Runs `aws ARGS` as an app of a Studio user profile has its credentials. */
  studio(profile: string, ...args: readonly string[]): Promise<Outcome>;
  /** As `aws`, with its JSON answer; throws what the CLI said when it failed. */
  json(profile: string, ...args: readonly string[]): Promise<unknown>;
  python(profile: string, script: string, ...args: readonly string[]): Promise<Outcome>;
  /** Runs a shell script of the repository with the CLI on its PATH. */
  shell(profile: string, script: string, ...args: readonly string[]): Promise<Outcome>;
  stop(): Promise<void>;
}

export async function startLakeClients(options: {
  /** `none`: an empty account. */
  readonly template: string;
  readonly data: 'reviews' | 'none';
  /** More options of the lake. */
  readonly args?: readonly string[];
}): Promise<LakeClients> {
  const tools = await clientTools();
  const template = options.template === 'none' ? 'none' : join(packageRoot(), options.template);
  const lake = await startLake({
    args: ['--template', template, '--data', options.data, '--audit-delay', '1s', ...(options.args ?? [])],
  });
  const environment = (profile: string) => environmentOf(tools, lake, profile);
  const aws: LakeClients['aws'] = async (profile, ...args) => outcomeOf(tools.aws, args, environment(profile));
  return {
    lake,
    aws,
    studio: async (profile, ...args) => outcomeOf(tools.aws, args, studioEnvironment(tools, lake, profile)),
    json: async (profile, ...args) => {
      const { status, stdout, stderr } = await aws(profile, ...args, '--output', 'json');
      if (status !== 0) throw new Error(`aws ${args.join(' ')} ended ${status}: ${stderr}`);
      return JSON.parse(stdout) as unknown;
    },
    python: async (profile, script, ...args) =>
      outcomeOf(tools.python, [join(packageRoot(), script), ...args], environment(profile)),
    shell: async (profile, script, ...args) =>
      outcomeOf('sh', [join(packageRoot(), script), ...args], environment(profile), SCRIPT_DEADLINE_MS),
    stop: async () => lake.stop(),
  };
}

/** Nothing of the caller's own AWS set-up reaches the clients. */
function environmentOf(tools: ClientTools, lake: LakeProcess, profile: string): Record<string, string> {
  const folder = tools.aws.includes('/') ? `${join(tools.aws, '..')}:` : '';
  return {
    PATH: `${folder}${process.env.PATH ?? ''}`,
    HOME: lake.stateDir,
    AWS_CONFIG_FILE: join(lake.stateDir, 'aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(lake.stateDir, 'no-credentials-file'),
    AWS_PROFILE: profile,
    AWS_ENDPOINT_URL: lake.url,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    AWS_MAX_ATTEMPTS: '1',
    PYTHONWARNINGS: 'ignore',
  };
}

/** The container's variables stand in for the profile. */
function studioEnvironment(tools: ClientTools, lake: LakeProcess, profile: string): Record<string, string> {
  const lines = readFileSync(join(lake.stateDir, 'studio', `${profile}.env`), 'utf8')
    .trim()
    .split('\n');
  const own = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
  const all = Object.entries({ ...environmentOf(tools, lake, profile), ...Object.fromEntries(own) });
  return Object.fromEntries(all.filter(([name]) => name !== 'AWS_PROFILE' && name !== 'AWS_CONFIG_FILE'));
}

async function outcomeOf(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
  timeout = CALL_DEADLINE_MS,
): Promise<Outcome> {
  try {
    const { stdout, stderr } = await run(program, args, {
      env,
      timeout,
      maxBuffer: 16 * 1024 * 1024,
    });
    return { status: 0, stdout, stderr };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'number') throw error;
    const text = (name: 'stdout' | 'stderr') => (name in error ? String(Reflect.get(error, name)) : '');
    return { status: error.code, stdout: text('stdout'), stderr: text('stderr') };
  }
}

/** Looks until `look` gives something other than undefined; CloudTrail's delay makes it necessary. */
export async function eventually<T>(awaited: string, look: () => Promise<T | undefined>): Promise<T> {
  return poll(look, { awaited, clock: systemClock, deadlineMs: 40_000, maxAttempts: 40, intervalMs: () => 500 });
}
