import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
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

/** Systems give ports from 32,768 or 49,152 on to whoever asks for any, and so to others when a lake has left one. */
const FIRST_KEPT_PORT = 20_000;
const LAST_KEPT_PORT = 32_000;

/** A free port to which a lake can come back after its end. Throws Error when none is free. */
export async function portToComeBackTo(): Promise<string> {
  for (let port = FIRST_KEPT_PORT + (process.pid % 10_000); port < LAST_KEPT_PORT; port += 1) {
    if (await isFree(port)) return String(port);
  }
  throw new Error(`no port up to ${LAST_KEPT_PORT} is free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function environmentOf(stateDir: string): Promise<Record<string, string>> {
  const text = await readFile(join(stateDir, 'lake.env'), 'utf8');
  return Object.fromEntries([...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
}
