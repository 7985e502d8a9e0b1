import { type ChildProcess, spawn } from 'node:child_process';
import { root } from '../e2e/support.js';

export interface ShellEnd {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Shell {
  readonly ended: Promise<ShellEnd>;
  /** Resolves with the match as soon as standard output has it; rejects when it ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends the shell and all that it started, as Ctrl-C does. */
  interrupt(): void;
}

const running = new Set<ChildProcess>();

/** Lines of a page, as a reader types them into one shell in the repository. The caller's own AWS set-up stays out. */
export function shell(lines: readonly string[]): Shell {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|LAKEPROOF_|VITEST|NODE_ENV$|FORCE_COLOR|npm_)/.test(name),
  );
  const child = spawn('sh', ['-e', '-c', lines.join('\n')], {
    cwd: root,
    env: { ...Object.fromEntries(kept), NO_COLOR: '1', AWS_EC2_METADATA_DISABLED: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that an interrupt reaches what npm started.
    detached: true,
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const ended = new Promise<ShellEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve({ exitCode: code ?? undefined, stdout, stderr });
    });
  });
  return {
    ended,
    interrupt: () => interrupt(child),
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(stdout);
          if (match !== null) resolve(match);
        };
        child.stdout.on('data', look);
        look();
        ended.then(() => reject(new Error(`it ended without saying ${pattern}:\n${stdout}\n${stderr}`)), reject);
      }),
  };
}

/** Ends whatever a failed test has left. */
export async function endShells(): Promise<void> {
  const left = [...running];
  for (const child of left) interrupt(child);
  await Promise.all(left.map((child) => new Promise((resolve) => child.once('close', resolve))));
}

function interrupt({ pid, exitCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null) process.kill(-pid, 'SIGINT');
}
