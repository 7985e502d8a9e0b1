import type { ProbeKind } from '../model/plan.js';
import { beacon } from './beacon.js';
import { databaseByName, tableByName } from './by-name.js';
import { columnByName } from './column-by-name.js';
import { columnCount } from './column-count.js';
import { columnSet } from './column-set.js';
import { describe } from './describe.js';
import { informationSchema } from './information-schema.js';
import { listDatabases } from './list-databases.js';
import { listTables } from './list-tables.js';
import type { ProbeDefinition, ProbeTarget, QueryAnswer, ReadAnswer } from './probe-kind.js';
import { rowCount } from './row-count.js';
import { session } from './session.js';

export type { QueryAnswer, ReadAnswer } from './probe-kind.js';

const PROBES: Readonly<Record<ProbeKind, ProbeDefinition>> = {
  session,
  'list-databases': listDatabases,
  'list-tables': listTables,
  'column-set': columnSet,
  'column-count': columnCount,
  'row-count': rowCount,
  'column-by-name': columnByName,
  'table-by-name': tableByName,
  'database-by-name': databaseByName,
  'information-schema': informationSchema,
  describe,
  beacon,
};

/** The SQL of a probe. Throws TypeError when the target lacks what the kind needs: an error of the planner's. */
export function sqlOf(kind: ProbeKind, target: ProbeTarget): string {
  return PROBES[kind].sql(target);
}

/** What the answer to a probe of this kind shows. Pure; keeps no data value. */
export function readAnswer(kind: ProbeKind, answer: QueryAnswer): ReadAnswer {
  return PROBES[kind].read(answer);
}
