import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.js';
import type { AwsAccess } from '../aws/access.js';
import type { Runner } from '../aws/runner.js';
import { foundTarget } from '../aws/target.js';
import type { Policy } from '../model/policy.js';
import type { RunInfo, StartedWith } from '../model/run.js';
import type { GitFacts } from './git.js';
import type { RunState } from './run-state.js';

/** As whoever begins a run knows it. */
export type Beginning = Omit<StartedWith, 'specsDir'> & { readonly specsDir?: string | undefined };

/** What of run.json does not change while the run goes on. */
export interface RunBasis {
  readonly runId: string;
  readonly lakeproofVersion: string;
  readonly startedAt: string;
  readonly runner: Pick<Runner, 'sessionArn' | 'accountId' | 'roleId'>;
  readonly startedWith?: Beginning;
  readonly policy: Pick<Policy, 'name' | 'file' | 'digest'>;
  readonly git: GitFacts;
}

/** What of it does. */
export interface RunProgress {
  readonly state: RunInfo['state'];
  readonly endedAt?: string;
  readonly confirmedAt?: string;
  readonly selectedTests?: readonly string[];
}

/** run.json as of now. The target is found from the endpoints that have answered so far. */
export function runInfoOf(basis: RunBasis, state: RunState, access: AwsAccess, progress: RunProgress): RunInfo {
  return {
    formatVersion: 1,
    runId: basis.runId,
    lakeproofVersion: basis.lakeproofVersion,
    startedAt: basis.startedAt,
    ...(progress.endedAt === undefined ? {} : { endedAt: progress.endedAt }),
    ...(progress.confirmedAt === undefined ? {} : { confirmedAt: progress.confirmedAt }),
    target: foundTarget(access.endpoints.all().map(([, url]) => url)),
    endpoints: access.endpoints.toRecord(),
    accountId: basis.runner.accountId,
    region: access.region,
    runnerArn: basis.runner.sessionArn,
    ...(basis.runner.roleId === undefined ? {} : { runnerId: basis.runner.roleId }),
    ...(basis.startedWith === undefined ? {} : { startedWith: startedWithOf(basis.startedWith) }),
    policy: { name: basis.policy.name, file: basis.policy.file, digest: basis.policy.digest },
    ...basis.git,
    identities: state.identityRecords(),
    audit: state.audit,
    ...(progress.selectedTests === undefined ? {} : { selectedTests: progress.selectedTests }),
    tests: state.outcomes,
    state: progress.state,
  };
}

function startedWithOf({ specsDir, ...others }: Beginning): StartedWith {
  return specsDir === undefined ? others : { ...others, specsDir };
}

const packageSchema = z.object({ version: z.string() });

export async function lakeproofVersion(): Promise<string> {
  const text = await readFile(join(packageRoot(), 'package.json'), 'utf8');
  return packageSchema.parse(JSON.parse(text)).version;
}
