import { LakeproofError, messageOf, UsageError } from '../core/error.js';
import { processOptions } from './process/options.js';
import { type ReadyLake, runLake } from './process/run.js';
import { openStateFolder, type StateFolder } from './process/state-folder.js';

/** `node dist/lake/main.js`: the embedded lake in the foreground. See lake/README.md. */

const INTERRUPTED: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 };
const CLOSE_DEADLINE_MS = 3_000;
const ABANDONED = 'an earlier start in this folder was ended before its lake was ready; it begins anew';

// Read by DuckDB's allocator when it is loaded, which is with the first query: memory goes back to the system at once and
// not after ten seconds, and threads share it. Without it a large query leaves twice its bounds behind.
process.env.DUCKDB_JE_MALLOC_CONF ??= 'dirty_decay_ms:0,muzzy_decay_ms:0,narenas:1';

let folder: StateFolder | undefined;
let ready: ReadyLake | undefined;
/** Aborted when the process begins to end. */
const stopping = new AbortController();

process.on('uncaughtException', (error) => fail(error));
process.on('unhandledRejection', (reason) => fail(reason));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => beginEnd(INTERRUPTED[signal] ?? 2));

try {
  await main();
} catch (error) {
  // While we end, what was under way is aborted, and its complaint is not the reason.
  if (!stopping.signal.aborted) fail(error);
}

async function main(): Promise<void> {
  const options = processOptions(process.argv.slice(2));
  if (options === undefined) return;
  if (options.exitWithParent) {
    process.stdin.on('close', () => beginEnd(0)).on('error', () => beginEnd(0));
    process.stdin.resume();
  }
  folder = openStateFolder(options.state);
  if (folder.state === 'abandoned') process.stderr.write(`lake: ${ABANDONED}\n`);
  ready = await runLake({ options, folder, signal: stopping.signal, onDefect: reportDefect });
  if (stopping.signal.aborted) return;
  process.stdout.write(`lake ready ${ready.url} state ${folder.path}\n`);
  if (ready.faultsToken !== undefined) process.stdout.write(`faults token ${ready.faultsToken}\n`);
}

function beginEnd(exitCode: number): void {
  end(exitCode).catch(fail);
}

/** Closes what is open, gives the folder free or removes a temporary one, and ends the process whatever is still under way. */
async function end(exitCode: number): Promise<void> {
  if (stopping.signal.aborted) return;
  stopping.abort();
  setTimeout(() => finish(exitCode), CLOSE_DEADLINE_MS).unref();
  await ready?.close();
  finish(exitCode);
}

function finish(exitCode: number): never {
  folder?.release();
  process.exit(exitCode);
}

function fail(error: unknown): never {
  const text = error instanceof LakeproofError ? error.describe() : `lake: ${traceOf(error)}`;
  process.stderr.write(`${text}\n`);
  return finish(error instanceof UsageError ? 3 : 2);
}

/** What went wrong inside while a client only saw InternalFailure. */
function reportDefect(defect: unknown): void {
  process.stderr.write(`lake: a defect of the lake, answered with InternalFailure: ${traceOf(defect)}\n`);
}

function traceOf(error: unknown): string {
  return error instanceof Error && error.stack !== undefined ? error.stack : messageOf(error);
}
