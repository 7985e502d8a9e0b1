import { visible } from '../render/visible.js';
import type { VerifyReport } from './verify-pack.js';

const MAX_SHOWN = 50;

/** 0 as it claims to be · 1 something is not · 2 a part could not be checked. */
export function verifyExitCode({ discrepancies, notChecked }: VerifyReport): 0 | 1 | 2 {
  if (discrepancies.length > 0) return 1;
  return notChecked.length > 0 ? 2 : 0;
}

/** What a person is told at the terminal. */
export function renderVerifyReport(report: VerifyReport): string {
  const { packDir, runId, notice, filesChecked, findingsChecked, discrepancies, notChecked, notes } = report;
  const more = discrepancies.length - MAX_SHOWN;
  const lines = [
    headline(report),
    ...(notice === undefined ? [] : [`  ${notice}`]),
    `  ${packDir}${runId === undefined ? '' : ` · run ${runId}`} · ${filesChecked} files · ${findingsChecked} findings`,
    ...discrepancies.slice(0, MAX_SHOWN).map(({ kind, file, what }) => `✗ ${kind.padEnd(8)} ${file}: ${what}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...notChecked.map((what) => `? not checked: ${what}`),
    ...notes.map((note) => `· ${note}`),
    '  unsigned: digests show what was changed since the manifest was written, not who wrote it',
  ];
  return `${lines.map((line) => visible(line)).join('\n')}\n`;
}

function headline(report: VerifyReport): string {
  switch (verifyExitCode(report)) {
    case 0:
      return '✓ the pack is as it was written, and its record yields every verdict in it';
    case 1:
      return `✗ the pack is not what it claims to be: ${report.discrepancies.length} discrepancies`;
    case 2:
      return '? nothing is wrong with what was checked, and not everything could be';
  }
}
