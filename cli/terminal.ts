import { LakeproofError } from '../core/error.js';

/** Where a command writes; tests give their own. */
export interface Terminal {
  out(text: string): void;
  /** What is said along the way and what went wrong: never mixed with what a command answers. */
  err(text: string): void;
}

export const systemTerminal: Terminal = {
  out: (text) => {
    process.stdout.write(text);
  },
  err: (text) => {
    process.stderr.write(text);
  },
};

/** What a person on duty reads: code, what was tried, likely cause, next step. A stack only for errors that are not ours. */
export function describeError(error: unknown): string {
  if (error instanceof LakeproofError) return `${error.describe()}\n`;
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `INTERNAL: lakeproof failed, and nothing was determined\n${told}\n  next step:    please report this, with the lines above\n`;
}
