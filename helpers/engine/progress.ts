/** How far a run is. */
export interface ProgressCounts {
  readonly phase: 'asking' | 'reading the log' | 'done';
  /** Probes that this run asks. */
  readonly planned: number;
  /** Probes with an observation. */
  readonly answered: number;
  /** Probes whose log entries are still looked for. */
  readonly unconfirmed: number;
}

/** Where a run tells how far it is. */
export interface Progress {
  update(counts: ProgressCounts): void;
  /** A line that stays. */
  note(line: string): void;
  /** Ends a line that is still changing. */
  end(): void;
}

export const silentProgress: Progress = { update: ignore, note: ignore, end: ignore };

function ignore(): void {
  // Nobody is watching.
}

const CHANGING_LINE_MS = 100;
const PLAIN_LINE_MS = 10_000;
const CLEAR_LINE = '\r\u001b[K';

export interface TerminalLike {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** One changing line on a terminal; elsewhere a plain line at each new phase and every ten seconds. */
export function terminalProgress(stream: TerminalLike, nowMs: () => number = Date.now): Progress {
  const changing = stream.isTTY === true;
  let lastMs = Number.NEGATIVE_INFINITY;
  let lastPhase = '';
  let open = false;
  const clear = (): void => {
    if (open) stream.write(CLEAR_LINE);
    open = false;
  };
  return {
    update(counts) {
      const dueMs = lastMs + (changing ? CHANGING_LINE_MS : PLAIN_LINE_MS);
      if (counts.phase === lastPhase && nowMs() < dueMs) return;
      lastMs = nowMs();
      lastPhase = counts.phase;
      if (changing) {
        stream.write(`${CLEAR_LINE}${lineOf(counts)}`);
        open = true;
      } else {
        stream.write(`${lineOf(counts)}\n`);
      }
    },
    note(line) {
      clear();
      stream.write(`${line}\n`);
    },
    end: clear,
  };
}

function lineOf({ phase, planned, answered, unconfirmed }: ProgressCounts): string {
  const asked = `${answered} of ${planned} probes answered`;
  const log = phase === 'reading the log' ? `, ${unconfirmed} still looked for in the log` : '';
  return `${phase}: ${asked}${log}`;
}
