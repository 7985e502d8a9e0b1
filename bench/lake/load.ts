import type { Account, Role } from './account.js';
import { type Answered, query } from './query.js';

const IN_FLIGHT = 16;

/** One question of the load, and what its answer must be for it to count. */
export interface Question {
  readonly role: Role;
  readonly sql: string;
  readonly check: (answered: Answered) => boolean;
}

export type CountText = (column: string, table: string) => string;

/**
 * Half refused columns, half one-column counts, over every role and table in turn. The columns vary with both, so that
 * no two roles ask the same of a table in the same order. `atLeast` is what each count must reach.
 */
export function* questions(
  { roles }: Account,
  tables: readonly string[],
  count: CountText,
  atLeast: number,
): Generator<Question> {
  for (let turn = 0; ; turn += 1) {
    const role = roles[turn % roles.length];
    const table = tables[Math.floor(turn / roles.length) % tables.length];
    if (role === undefined || table === undefined) throw new Error('there is nothing to ask');
    const column = role.permitted[turn % role.permitted.length] ?? '';
    yield { role, sql: `SELECT "${role.refused}" FROM "${table}"`, check: isRefused };
    const check = ({ rows }: Answered): boolean => Number(rows[0]?.Data?.[0]?.VarCharValue ?? '0') === atLeast;
    yield { role, sql: count(column, table), check };
  }
}

function isRefused({ state, reason }: Answered): boolean {
  return state === 'FAILED' && reason.includes('COLUMN_NOT_FOUND');
}

export interface Seen {
  readonly perSecond: number;
  readonly timesMs: readonly number[];
}

/** Until when to ask. */
export type Until = { readonly seconds: number } | { readonly queries: number };

/** Asks until then, with so many in flight, and counts what was answered. Throws on the first wrong answer. */
export async function askUntil(
  until: Until,
  account: Account,
  asked: Iterator<Question>,
  inFlight = IN_FLIGHT,
): Promise<Seen> {
  const startedMs = performance.now();
  const timesMs: number[] = [];
  const isOver = (): boolean =>
    'seconds' in until ? performance.now() - startedMs >= until.seconds * 1_000 : timesMs.length >= until.queries;
  const worker = async (): Promise<void> => {
    while (!isOver()) {
      const next = asked.next();
      if (next.done === true) return;
      const { role, sql, check } = next.value;
      const answered = await query(account, role, sql);
      if (!check(answered)) throw new Error(`${sql} was answered ${answered.state}: ${JSON.stringify(answered)}`);
      timesMs.push(answered.tookMs);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return { perSecond: timesMs.length / ((performance.now() - startedMs) / 1_000), timesMs };
}
