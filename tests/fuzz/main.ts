/**
 * Feeds every reader of foreign text with inputs like those of its corpus, and fails for one that throws what it should
 * not, ends its thread, or takes too long.
 *
 *   npm run fuzz -- [--seconds 600] [--seed N] [--target NAME]
 *
 * An input that breaks a target is kept as corpus/<target>/found-…; corpus.test.ts reads the corpus in every test run.
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { keepFinding } from './corpus.js';
import { FUZZ_TARGETS } from './targets.js';

/** Ten times what the largest input of any target takes on a busy machine. */
const HANG_MS = 20_000;
const START_MS = 120_000;
const SHARED_BYTES = 4 + 64 * 1024;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_007) },
    target: { type: 'string' },
  },
});
const seconds = z.coerce.number().positive().parse(values.seconds);
const seed = z.coerce.number().int().parse(values.seed);

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), index: z.number() }),
  z.object({ kind: z.literal('alive'), index: z.number(), tookMs: z.number() }),
  z.object({ kind: z.literal('broke'), index: z.number(), input: z.instanceof(Uint8Array), text: z.string() }),
  z.object({ kind: z.literal('done'), index: z.number(), count: z.number() }),
]);

/** Node 20 hands a thread no loader that its parent was started with, so the thread asks for tsx itself. */
const WORKER = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('./worker.ts', import.meta.url).href)});
});`;

interface Turn {
  readonly index: number;
  readonly name: string;
  readonly durationMs: number;
}

const targets = FUZZ_TARGETS.map((make) => make());
const chosen = targets.flatMap((target, index) =>
  values.target === undefined || values.target === target.name ? [{ ...target, index }] : [],
);
if (chosen.length === 0)
  throw new Error(`no target ${values.target}; there are ${targets.map(({ name }) => name).join(', ')}`);
const shares = chosen.reduce((sum, { share = 1 }) => sum + share, 0);
let turns: readonly Turn[] = chosen.map(({ name, index, share = 1 }) => {
  return { name, index, durationMs: (seconds * 1000 * share) / shares };
});
process.stdout.write(`fuzz: seed ${seed}, ${seconds} s over ${turns.map(({ name }) => name).join(', ')}\n`);
while (turns.length > 0) turns = await fuzz(turns);
// A target may hold what keeps the process.
process.exit();

function found(name: string, what: string, input: Buffer): void {
  process.stdout.write(`fuzz: ${name}: ${what}\nfuzz: kept as ${keepFinding(name, input)}\n`);
  process.exitCode = 1;
}

/** Takes the turns in a thread, and resolves with those that are left when it did not come back from one. */
function fuzz(all: readonly Turn[]): Promise<readonly Turn[]> {
  const shared = new SharedArrayBuffer(SHARED_BYTES);
  const worker = new Worker(WORKER, {
    eval: true,
    workerData: { seed, turns: all.map(({ index, durationMs }) => ({ index, durationMs })), shared },
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  return new Promise((resolve, reject) => {
    let current: Turn | undefined;
    let slowestMs = 0;
    const lost = (what: string, error?: Error): void => {
      clearTimeout(watch);
      worker.terminate().catch(() => undefined);
      if (current === undefined) {
        reject(error ?? new Error(what));
        return;
      }
      found(current.name, what, inputIn(shared));
      resolve(all.slice(all.indexOf(current) + 1));
    };
    const hung = (): void => lost(`no answer for ${HANG_MS} ms`);
    let watch = setTimeout(hung, START_MS);
    worker.on('message', (sent: unknown) => {
      const message = messageSchema.parse(sent);
      clearTimeout(watch);
      watch = setTimeout(hung, message.kind === 'done' ? START_MS : HANG_MS);
      current = all.find(({ index }) => index === message.index);
      const name = current?.name ?? '';
      if (message.kind === 'ready') slowestMs = 0;
      if (message.kind === 'alive') slowestMs = Math.max(slowestMs, message.tookMs);
      if (message.kind === 'broke') found(name, message.text, Buffer.from(message.input));
      if (message.kind !== 'done') return;
      process.stdout.write(`fuzz: ${name}: ${message.count} inputs, slowest ${slowestMs} ms\n`);
      if (current !== all.at(-1)) return;
      clearTimeout(watch);
      resolve([]);
    });
    worker.on('error', (error) => lost(`the thread ended: ${error.message}`, error));
  });
}

function inputIn(shared: SharedArrayBuffer): Buffer {
  const length = Atomics.load(new Int32Array(shared, 0, 1), 0);
  return Buffer.from(new Uint8Array(shared, 4, length));
}
