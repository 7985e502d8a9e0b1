/** Prints what was seen beside what is promised; a miss is a miss, and makes the process end with 1. */
export function report(name: string, seen: number, target: Target): void {
  const within = target.atLeast === undefined ? seen < target.under : seen >= target.atLeast;
  if (!within) process.exitCode = 1;
  const promised = target.atLeast === undefined ? `under ${target.under}` : `at least ${target.atLeast}`;
  process.stdout.write(`${within ? '✓' : '✗'} ${name}: ${shown(seen)} ${target.unit} (${promised})\n`);
}

export type Target =
  | { readonly under: number; readonly atLeast?: undefined; readonly unit: string }
  | { readonly atLeast: number; readonly unit: string };

/** A figure without a promise. */
export function note(name: string, text: string): void {
  process.stdout.write(`  ${name}: ${text}\n`);
}

/** The value that `share` of the values do not exceed: 0.5 the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(3);
}
