import { type ProbeDefinition, type QueryAnswer, type ReadAnswer, tableOf } from './probe-kind.js';
import { hiveTable } from './quote.js';

/** The columns that the catalogue shows of a table; it goes through Glue's GetTable, which gives permitted ones only. */
export const describe: ProbeDefinition = {
  sql: (target) => `DESCRIBE ${hiveTable(tableOf(target))}`,
  read: readDescription,
};

/**
 * Hive's own layout: a row is one value, `name<spaces>\ttype<spaces>\tcomment`; partition keys follow once more below
 * `# Partition Information` and a commented header. Some clients split the value into three. A column whose name
 * begins with `#` cannot be told from such a comment and is left out.
 */
function readDescription(answer: QueryAnswer): ReadAnswer {
  const names = new Set<string>();
  for (const row of answer.rows) {
    const name = (row[0] ?? '').split('\t')[0]?.trim().toLowerCase() ?? '';
    if (name !== '' && !name.startsWith('#')) names.add(name);
  }
  return names.size === 0 ? { unreadable: 'DESCRIBE lists no column of the table' } : { names: [...names] };
}
