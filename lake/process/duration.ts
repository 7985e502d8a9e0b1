import { InvalidArgumentError } from 'commander';

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `500ms`, `2s`, `5m`, in milliseconds. Throws commander's InvalidArgumentError. */
export function durationMs(text: string): number {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
  const unitMs = UNITS_MS[match?.[2] ?? ''];
  if (match?.[1] === undefined || unitMs === undefined) {
    throw new InvalidArgumentError('a duration is a number with a unit: 500ms, 2s, 5m');
  }
  return Math.round(Number(match[1]) * unitMs);
}

/** As durationMs, and no shorter than a second: files are named by it. */
export function periodMs(text: string): number {
  const ms = durationMs(text);
  if (ms >= 1_000) return ms;
  throw new InvalidArgumentError('a period is a duration of a second or more: 1s, 5m');
}
