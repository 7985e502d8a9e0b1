import type { Ledger } from './ledger.js';

/** lake/LEDGER.md: the ledger for people, the known differences first. */
export function ledgerPage(ledger: Ledger): string {
  const services = [...new Set(ledger.behaviours.map((row) => row.service))].sort();
  return [
    '# What the embedded lake does, and what it does not',
    '',
    'Made from `ledger.yaml` by `npm run lake:ledger`; do not edit. Each behaviour names where AWS’s is known from, how well, and the test that pins it.',
    `None of them was compared with an AWS account unless its row has a date: ${verified(ledger)} of ${ledger.behaviours.length} have one.`,
    '',
    '## Known differences',
    '',
    ...ledger.differences.map((row) => `- **${inline(row.what)}**: ${inline(row.instead)}.`),
    ...services.flatMap((service) => ['', `## ${service}`, '', ...rowsOf(ledger, service)]),
    '',
  ].join('\n');
}

function rowsOf(ledger: Ledger, service: string): readonly string[] {
  return ledger.behaviours
    .filter((row) => row.service === service)
    .map((row) => {
      const on = row.verifiedOnAws === 'never' ? '' : `, verified on AWS ${row.verifiedOnAws}`;
      return `- ${inline(row.what)}. _${row.confidence}${on}: ${inline(row.source)}._ Test: \`${row.test.file}\`, “${inline(row.test.name)}”.${switchOf(row)}`;
    });
}

function switchOf({ switch: other }: Ledger['behaviours'][number]): string {
  return other === undefined ? '' : ` With \`${other.option}\`: ${inline(other.otherwise)}.`;
}

function verified(ledger: Ledger): number {
  return ledger.behaviours.filter((row) => row.verifiedOnAws !== 'never').length;
}

/** Names of tests and texts of AWS may hold what Markdown reads. */
function inline(text: string): string {
  return text.replaceAll(/([*_<>[\]\\$])/g, '\\$1');
}
