import type { StatementResult } from '../../model/statement.js';
import type { Explanation } from '../ast/build/explain.js';
import { CATALOG } from '../catalogue.js';
import { failure } from '../failure.js';
import { readColumns, type Scan } from '../translate/scan.js';
import type { TranslatedStatement } from '../translate/statement.js';
import { BOOLEAN, typeText, VARCHAR } from '../types/trino-type.js';
import { resultColumns } from './columns.js';

/**
 * A short plan: what comes out, and which tables and columns are read. Trino's own plan is not modelled; what matters is
 * that it shows nothing that analysis would refuse, no row filter and no count of rows (Athena User Guide, "Using EXPLAIN
 * and EXPLAIN ANALYZE in Athena": filters of Lake Formation and statistics are not shown).
 */
export function explained(statement: TranslatedStatement, { type, format }: Explanation): StatementResult {
  if (type === 'validate') {
    return { columns: resultColumns([{ name: 'Valid', type: BOOLEAN }]), batches: [[['true']]], dataScannedBytes: 0 };
  }
  if (type === 'io') return plan(json(ioPlan(statement)));
  if (format === 'json') {
    const tree = jsonPlan(statement);
    return plan(json(type === 'logical' ? tree : { '0': tree }));
  }
  if (format === 'graphviz') return plan(graph(statement));
  return plan(type === 'logical' ? nodeLines(statement) : ['Fragment 0 [SINGLE]', ...fragment(statement)]);
}

/** Runs the query to its end and shows its plan alone: neither its rows nor how many there were. */
export async function explainRun(
  statement: TranslatedStatement,
  explanation: Explanation,
  result: StatementResult,
): Promise<StatementResult> {
  for await (const rows of result.batches) {
    if (rows.some((row) => row.length !== statement.columns.length)) {
      throw failure('GENERIC_INTERNAL_ERROR', 'a row has another shape than its query');
    }
  }
  return { ...explained(statement, explanation), dataScannedBytes: result.dataScannedBytes };
}

function plan(lines: readonly string[]): StatementResult {
  return {
    columns: resultColumns([{ name: 'Query Plan', type: VARCHAR }]),
    batches: [lines.map((line) => [line])],
    dataScannedBytes: 0,
  };
}

function json(value: unknown): string[] {
  return JSON.stringify(value, null, 2).split('\n');
}

interface Output {
  readonly names: readonly string[];
  readonly layout: readonly { readonly symbol: string; readonly type: string }[];
}

function outputOf({ columns }: TranslatedStatement): Output {
  const names = resultColumns(columns).map((column) => column.name);
  return { names, layout: columns.map(({ type }, index) => ({ symbol: names[index] ?? '', type: typeText(type) })) };
}

function columnsOf(scan: Scan): string[] {
  return readColumns(scan).map((index) => scan.table.selectable[index]?.name ?? '');
}

function scanName({ table }: Scan): string {
  return `${CATALOG}:${table.schema}:${table.name}`;
}

function nodeLines(statement: TranslatedStatement): string[] {
  const { names, layout } = outputOf(statement);
  return [
    `Output[columnNames = [${names.join(', ')}]]`,
    `│   Layout: [${layout.map(({ symbol, type }) => `${symbol}:${type}`).join(', ')}]`,
    ...statement.scans.map(
      (scan) => `└─ TableScan[table = ${scanName(scan)}, columns = [${columnsOf(scan).join(', ')}]]`,
    ),
  ];
}

function fragment(statement: TranslatedStatement): string[] {
  const lines = [`Output layout: [${outputOf(statement).names.join(', ')}]`, ...nodeLines(statement)];
  return lines.map((line) => `    ${line}`);
}

function jsonPlan(statement: TranslatedStatement): object {
  const { names, layout } = outputOf(statement);
  return {
    id: '0',
    name: 'Output',
    descriptor: { columnNames: `[${names.join(', ')}]` },
    outputs: layout,
    details: [],
    children: statement.scans.map((scan, index) => ({
      id: `${index + 1}`,
      name: 'TableScan',
      descriptor: { table: scanName(scan), columns: `[${columnsOf(scan).join(', ')}]` },
      outputs: [],
      details: [],
      children: [],
    })),
  };
}

/** Each table once. Trino adds the ranges of partitions and estimates; neither is told here. */
function ioPlan({ scans }: TranslatedStatement): object {
  const tables = new Map(scans.map((scan) => [scanName(scan), scan.table]));
  return {
    inputTableColumnInfos: [...tables.values()].map(({ schema, name }) => ({
      table: { catalog: CATALOG, schemaTable: { schema, table: name } },
      columnConstraints: [],
    })),
  };
}

function graph(statement: TranslatedStatement): string[] {
  const label = (text: string): string => JSON.stringify(text);
  const { names } = outputOf(statement);
  return [
    'digraph logical_plan {',
    `plannode_0[label=${label(`Output[${names.join(', ')}]`)}];`,
    ...statement.scans.flatMap((scan, index) => [
      `plannode_${index + 1}[label=${label(`TableScan[${scanName(scan)}, ${columnsOf(scan).join(', ')}]`)}];`,
      `plannode_0 -> plannode_${index + 1};`,
    ]),
    '}',
  ];
}
