import { readNameList } from './answers.js';
import { databaseOf, type ProbeDefinition } from './probe-kind.js';
import { hiveName } from './quote.js';

/** Lists only tables with a permission on them (Lake Formation permissions reference). */
export const listTables: ProbeDefinition = {
  sql: (target) => `SHOW TABLES IN ${hiveName(databaseOf(target))}`,
  read: readNameList,
};
