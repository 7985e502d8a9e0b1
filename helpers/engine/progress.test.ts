import { describe, expect, it } from 'vitest';
import { type ProgressCounts, terminalProgress } from './progress.js';

const COUNTS: ProgressCounts = { phase: 'asking', planned: 10, answered: 1, unconfirmed: 0 };

function terminal(isTTY: boolean) {
  const written: string[] = [];
  let nowMs = 0;
  const progress = terminalProgress({ isTTY, write: (text) => written.push(text) }, () => nowMs);
  return {
    progress,
    written,
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('progress', () => {
  it('is one changing line on a terminal, and notes stay above it', () => {
    const { progress, written, wait } = terminal(true);
    progress.update(COUNTS);
    wait(200);
    progress.update({ ...COUNTS, answered: 5 });
    progress.note('something');
    progress.end();
    expect(written.slice(0, 2).every((text) => text.startsWith('\r') && !text.includes('\n'))).toBe(true);
    expect(written[1]).toContain('5 of 10 probes answered');
    expect(written.at(-1)).toBe('something\n');
  });

  it('is a plain line at each new phase, and every ten seconds, elsewhere', () => {
    const { progress, written, wait } = terminal(false);
    progress.update(COUNTS);
    wait(1_000);
    progress.update({ ...COUNTS, answered: 2 });
    wait(9_000);
    progress.update({ ...COUNTS, answered: 3 });
    progress.update({ ...COUNTS, phase: 'reading the log', answered: 10, unconfirmed: 4 });
    expect(written).toEqual([
      'asking: 1 of 10 probes answered\n',
      'asking: 3 of 10 probes answered\n',
      'reading the log: 10 of 10 probes answered, 4 still looked for in the log\n',
    ]);
  });
});
