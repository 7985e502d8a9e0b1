import { readNameList } from './answers.js';
import type { ProbeDefinition } from './probe-kind.js';

/** Lists only databases with a permission on them or on a table in them (Lake Formation permissions reference). */
export const listDatabases: ProbeDefinition = { sql: () => 'SHOW DATABASES', read: readNameList };
