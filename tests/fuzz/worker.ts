import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { corpusOf } from './corpus.js';
import { mutated, Random } from './mutate.js';
import { defectOf } from './target.js';
import { FUZZ_TARGETS } from './targets.js';

const given = z
  .object({
    seed: z.number(),
    turns: z.array(z.object({ index: z.number(), durationMs: z.number() })),
    /** Length, then the bytes, of the input that is being read: all that is left of a hang. */
    shared: z.instanceof(SharedArrayBuffer),
  })
  .parse(workerData);

if (parentPort === null) throw new Error('run by main.ts');
const port = parentPort;
const length = new Int32Array(given.shared, 0, 1);
const bytes = new Uint8Array(given.shared, 4);

for (const { index, durationMs } of given.turns) await fuzz(index, durationMs);

async function fuzz(index: number, durationMs: number): Promise<void> {
  const target = FUZZ_TARGETS[index]?.();
  if (target === undefined) throw new Error(`no target ${index}`);
  const corpus = [...corpusOf(target.name).values()];
  const random = new Random(given.seed + index);
  // The first reading loads grammars and schemas; it is no measure of a hang.
  for (const input of corpus) await defectOf(target, input);
  await tell({ kind: 'ready', index });
  const end = Date.now() + durationMs;
  let count = 0;
  for (; Date.now() < end; count += 1) {
    const input = mutated(corpus, target.words, random);
    bytes.set(input);
    Atomics.store(length, 0, input.length);
    const startedAt = Date.now();
    const defect = await defectOf(target, input);
    if (defect !== undefined) {
      const text = defect instanceof Error ? (defect.stack ?? defect.message) : JSON.stringify(defect);
      await tell({ kind: 'broke', index, input, text });
      break;
    }
    const tookMs = Date.now() - startedAt;
    if (count % 100 === 0 || tookMs > 200) await tell({ kind: 'alive', index, tookMs });
  }
  await tell({ kind: 'done', index, count });
}

/** Messages leave when the loop does. */
async function tell(message: object): Promise<void> {
  port.postMessage(message);
  await new Promise((resolve) => setImmediate(resolve));
}
