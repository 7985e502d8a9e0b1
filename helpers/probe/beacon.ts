import { readCounts } from './answers.js';
import { countSql } from './column-count.js';
import type { ProbeDefinition } from './probe-kind.js';

/** The smallest permitted read, made at the end: once the log shows it, the log has caught up with what came before. */
export const beacon: ProbeDefinition = { sql: (target) => countSql(target, 1), read: readCounts };
