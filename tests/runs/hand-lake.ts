import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, start } from '../e2e/support.js';

/** A lake that somebody started by hand: it outlives the runs that ask it. */
export interface HandLake {
  readonly url: string;
  readonly port: string;
  readonly stateDir: string;
  /** What `lake.env` says, as a shell that has read it hands it on. */
  readonly env: Readonly<Record<string, string>>;
  /** Switches a fault on, as lake/faults.ts describes an order; only with `--faults`. */
  fault(order: Readonly<Record<string, unknown>>): Promise<void>;
  clearFaults(): Promise<void>;
  /** SIGKILL: nothing is closed. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Ends with this process at the latest. */
export async function startByHand(args: readonly string[]): Promise<HandLake> {
  const lake = start([join(root, 'dist', 'lake', 'main.js'), ...args, '--exit-with-parent'], { holdStdin: true });
  const [, url = '', port = '', stateDir = ''] = await lake.said(
    /^lake ready (http:\/\/127\.0\.0\.1:(\d+)) state (.+)$/m,
  );
  const token = args.includes('--faults') ? ((await lake.said(/^faults token (\S+)$/m))[1] ?? '') : '';
  const door = async (method: string, body?: string): Promise<void> => {
    const answer = await fetch(`${url}/_faults`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
    });
    if (!answer.ok) throw new Error(`the faults' door said ${answer.status}: ${await answer.text()}`);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    lake.kill(signal);
    await lake.ended;
  };
  return {
    url,
    port,
    stateDir,
    env: await environmentOf(stateDir),
    fault: (order) => door('POST', JSON.stringify(order)),
    clearFaults: () => door('DELETE'),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

async function environmentOf(stateDir: string): Promise<Record<string, string>> {
  const text = await readFile(join(stateDir, 'lake.env'), 'utf8');
  return Object.fromEntries([...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
}
