import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Account, setUpAccount } from './account.js';
import { buildCatalogue } from './catalogue.js';
import { decisionMs } from './decision.js';
import { note, percentile, report } from './figures.js';
import { type LakeProcess, startLake } from './lake-process.js';
import { askUntil, type CountText, type Question, questions } from './load.js';
import { query } from './query.js';

/**
 * `npm run bench:lake [-- --scale 0.05] [-- --profile DIR]`: the embedded lake under load, as a process of its own with
 * this one as its client, and whether it stays within what is promised. What each figure means, and those that were
 * seen, stand in bench/README.md. Exit code 1 when a promise is not kept.
 */
const { values } = parseArgs({ options: { scale: { type: 'string', default: '1' }, profile: { type: 'string' } } });
const scale = Number(values.scale);
if (!(scale > 0 && scale <= 1)) throw new Error('--scale is a number over 0 and up to 1');

const ROWS = Math.max(10_000, Math.round(1_000_000 * scale));
const SECONDS = Math.max(3, 20 * scale);
/** From one to the next the rate no longer grows after so many. */
const WARM_UP_QUERIES = Math.max(500, Math.round(5_000 * scale));
const LIMITED_ROWS = 100;
/** One for each of the suite's probes: nothing but whether a column can be read. */
const limitedCount: CountText = (column, table) =>
  `SELECT count("${column}") FROM (SELECT "${column}" FROM "${table}" LIMIT ${LIMITED_ROWS})`;
const wholeCount: CountText = (column, table) => `SELECT count("${column}") FROM "${table}"`;

const [first] = cpus();
const load = loadavg()[0]?.toFixed(2) ?? 'unknown';
process.stdout.write(`Node ${process.version}, ${cpus().length} cores, ${first?.model ?? 'unknown'}, load ${load}\n`);
process.stdout.write(`${ROWS} rows, scale ${scale}\n`);
await queries();
await catalogue();

async function queries(): Promise<void> {
  const lake = await startLake(values.profile);
  try {
    const account = await setUpAccount(lake.admin, { rows: ROWS, bodyBytes: 300, roles: 20, tables: 50 });
    note('peak resident when the data is in', `${lake.peakResidentMb()?.toFixed(0) ?? 'unknown'} MB`);
    const { tables, ownTables } = account;
    // Both sides are young: what is measured is what they can do once their code has been compiled.
    await askUntil({ queries: WARM_UP_QUERIES }, account, questions(account, tables, limitedCount, LIMITED_ROWS));
    for (const [name, count, counted, asked] of [
      ['counts of 100 rows', limitedCount, LIMITED_ROWS, tables],
      ['counts of whole columns', wholeCount, ROWS, tables],
      ['counts of whole columns, each table with files of its own', wholeCount, ROWS / ownTables.length, ownTables],
    ] as const) {
      const before = processorTimes(lake);
      const seen = await askUntil({ seconds: SECONDS }, account, questions(account, asked, count, counted));
      report(`queries, ${name}`, seen.perSecond, { atLeast: 300, unit: 'a second' });
      const [p50, p95] = [0.5, 0.95].map((share) => percentile(seen.timesMs, share).toFixed(1));
      note('one of them', `${p50} ms, p95 ${p95} ms`);
      const after = processorTimes(lake);
      const ofOne = (from: number, to: number): string => ((to - from) / seen.timesMs.length).toFixed(2);
      const ofLake = Number.isNaN(after.lakeMs) ? 'unknown' : `${ofOne(before.lakeMs, after.lakeMs)} ms`;
      note('processor time of one', `lake ${ofLake}, client ${ofOne(before.clientMs, after.clientMs)} ms`);
    }
    const few = await askUntil({ seconds: SECONDS / 2 }, account, firstRows(account), 1);
    report('SELECT * LIMIT 10, p95', percentile(few.timesMs, 0.95), { under: 50, unit: 'ms' });
    await wholeColumns(account);
    const peakMb = lake.peakResidentMb();
    if (peakMb === undefined) note('peak resident', 'is not told by this system');
    else report('peak resident over all of it', peakMb, { under: 300, unit: 'MB' });
  } finally {
    await lake.stop();
  }
}

/** So far: how fast the machine is just then, for it is the same work each time. NaN where the system does not tell. */
function processorTimes(lake: LakeProcess): { readonly lakeMs: number; readonly clientMs: number } {
  const { user, system } = process.cpuUsage();
  return { lakeMs: lake.processorMs() ?? Number.NaN, clientMs: (user + system) / 1_000 };
}

function* firstRows({ roles, tables }: Account): Generator<Question> {
  for (let turn = 0; ; turn += 1) {
    const role = roles[turn % roles.length];
    const table = tables[turn % tables.length];
    if (role === undefined || table === undefined) return;
    const sql = `SELECT * FROM "${table}" LIMIT 10`;
    yield { role, sql, check: ({ rows }) => rows.length === 10 };
  }
}

/** Each must succeed or end in Athena's own words for a query that is too large. */
async function wholeColumns(account: Account): Promise<void> {
  const [role] = account.roles.filter(({ refused }) => refused !== 'review_body');
  if (role === undefined) throw new Error('no role reads the reviews');
  for (const sql of [
    'SELECT count(review_body) FROM reviews_0',
    'SELECT review_body FROM reviews_0',
    'SELECT review_body FROM reviews_0 ORDER BY review_body',
    'SELECT count(DISTINCT review_body) FROM reviews_0',
  ]) {
    const { state, reason, tookMs } = await query(account, role, sql);
    const resources = reason.includes('Query exhausted resources at this scale factor');
    if (state !== 'SUCCEEDED' && !resources) throw new Error(`${sql} ended ${state}: ${reason}`);
    note(sql, `${state}${resources ? ' for want of resources' : ''}, ${(tookMs / 1_000).toFixed(1)} s`);
  }
}

async function catalogue(): Promise<void> {
  const part = (whole: number): number => Math.max(10, Math.round(whole * scale));
  const sizes = { tables: part(5_000), columns: 30, roles: part(500), grants: part(25_000) };
  const lake = await startLake(undefined);
  try {
    const tookMs = await buildCatalogue(lake.admin, sizes);
    report(`${sizes.tables} tables, ${sizes.roles} roles, ${sizes.grants} grants`, tookMs / 1_000, {
      under: 20,
      unit: 's',
    });
    note('peak resident of that lake', `${lake.peakResidentMb()?.toFixed(0) ?? 'unknown'} MB`);
  } finally {
    await lake.stop();
  }
  const times = await decisionMs(sizes);
  report('a decision, p99', percentile(times, 0.99), { under: 1, unit: 'ms' });
  note('a decision', `median ${percentile(times, 0.5).toFixed(4)} ms, slowest ${percentile(times, 1).toFixed(3)} ms`);
}
