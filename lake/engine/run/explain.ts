import { CATALOG } from '../catalogue.js';
import type { TranslatedStatement } from '../translate/statement.js';
import { typeText } from '../types/trino-type.js';
import { resultColumns } from './columns.js';

/**
 * A short plan: what comes out, and which tables and columns are read. Trino's own plan is not modelled; what matters is
 * that it shows nothing that analysis would refuse, and no row filter (Athena User Guide, "Using EXPLAIN").
 */
export function explainLines({ columns, scans }: TranslatedStatement): string[] {
  const names = resultColumns(columns).map((column) => column.name);
  return [
    'Fragment 0 [SINGLE]',
    `    Output layout: [${names.join(', ')}]`,
    `    Output[columnNames = [${names.join(', ')}]]`,
    `    │   Layout: [${columns.map(({ type }, index) => `${names[index] ?? ''}:${typeText(type)}`).join(', ')}]`,
    ...scans.map(({ table, used }) => {
      const read = [...used].sort((a, b) => a - b).map((index) => table.selectable[index]?.name ?? '');
      return `    └─ TableScan[table = ${CATALOG}:${table.schema}:${table.name}, columns = [${read.join(', ')}]]`;
    }),
  ];
}
