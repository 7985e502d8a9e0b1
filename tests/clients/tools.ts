import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LakeproofError, messageOf } from '../../core/error.js';
import { packageRoot } from '../../core/package-root.js';

const run = promisify(execFile);

/** What the virtual environment holds when the PATH has nothing new enough. They belong together. */
const PINNED = ['awscli==1.45.11', 'boto3==1.43.11'];
/** AWS_ENDPOINT_URL is honoured from these versions on (AWS SDKs and Tools Reference Guide, service-specific endpoints). */
const AWS_CLI_MINIMUM: Readonly<Record<number, number>> = { 1: 29, 2: 13 };
const BOTO3_MINIMUM_MINOR = 28;
const INSTALL_DEADLINE_MS = 150_000;

/** The programs of clients that we did not write. */
export interface ClientTools {
  readonly aws: string;
  /** A Python that can import boto3. */
  readonly python: string;
}

/**
 * The AWS CLI and boto3 on the PATH when they are new enough for AWS_ENDPOINT_URL, else a pinned virtual environment
 * below `.cache/`, else LakeproofError `CLIENT_TOOLS_MISSING`: these tests never pass without having run.
 */
export async function clientTools(): Promise<ClientTools> {
  const onPath = { aws: 'aws', python: 'python3' };
  if ((await awsIsNewEnough(onPath.aws)) && (await boto3IsNewEnough(onPath.python))) return onPath;
  const folder = join(packageRoot(), '.cache', `clients-${PINNED.join('-').replaceAll('==', '-')}`);
  const installed = { aws: join(folder, 'bin', 'aws'), python: join(folder, 'bin', 'python') };
  if (existsSync(installed.aws) && (await boto3IsNewEnough(installed.python))) return installed;
  try {
    await mkdir(join(packageRoot(), '.cache'), { recursive: true });
    await run('python3', ['-m', 'venv', '--clear', folder], { timeout: INSTALL_DEADLINE_MS });
    await run(installed.python, ['-m', 'pip', 'install', '--quiet', ...PINNED], { timeout: INSTALL_DEADLINE_MS });
  } catch (error) {
    throw new LakeproofError({
      code: 'CLIENT_TOOLS_MISSING',
      message: `no AWS CLI (1.29 or 2.13 and later) with boto3 (1.${BOTO3_MINIMUM_MINOR} and later) on the PATH, and installing ${PINNED.join(' ')} by pip failed: ${messageOf(error)}`,
      likelyCause: 'Python 3 with venv is missing, or no package index can be reached from here',
      nextStep: 'install the AWS CLI and boto3 and put them on the PATH',
      cause: error,
    });
  }
  return installed;
}

async function awsIsNewEnough(aws: string): Promise<boolean> {
  const [major, minor] = await version(aws, ['--version'], /aws-cli\/(\d+)\.(\d+)/);
  const minimum = AWS_CLI_MINIMUM[major];
  return minimum !== undefined && minor >= minimum;
}

async function boto3IsNewEnough(python: string): Promise<boolean> {
  const [major, minor] = await version(python, ['-c', 'import boto3; print(boto3.__version__)'], /^(\d+)\.(\d+)/);
  return major > 1 || (major === 1 && minor >= BOTO3_MINIMUM_MINOR);
}

/** [0, 0] for a program that is not there or says something else. */
async function version(program: string, args: readonly string[], form: RegExp): Promise<readonly [number, number]> {
  try {
    const { stdout, stderr } = await run(program, args, { timeout: 30_000 });
    const match = form.exec(stdout.trim() === '' ? stderr : stdout);
    return match === null ? [0, 0] : [Number(match[1]), Number(match[2])];
  } catch {
    return [0, 0]; // not installed, which is an answer here
  }
}
