import { list, Sql, sql } from '../sql/fragment.js';
import { membersOf } from './json-value.js';

/** A log file that is larger when it is unpacked is not read; CloudTrail's own are a few megabytes. */
const MAX_UNPACKED_BYTES = 32 * 1024 * 1024;

/** The members of each record, as pairs, in the column that `RECORD_MEMBERS` names. */
export const RECORD_MEMBERS = sql`m0`;

/**
 * The records of CloudTrail's log files, `{"Records":[…]}`, a row each. What is no object among them is no record. The text
 * runs in the trusted reader alone.
 */
export function recordsOf(paths: readonly Sql[], isGzip: boolean): Sql {
  const compression = isGzip ? sql`'gzip'` : sql`'uncompressed'`;
  const files = sql`read_json([${list(paths)}], format = 'unstructured', columns = {Records: 'JSON[]'}, compression = ${compression}, maximum_object_size = ${Sql.whole(MAX_UNPACKED_BYTES)})`;
  const records = sql`(SELECT unnest(Records) AS j0 FROM ${files})`;
  return sql`(SELECT ${membersOf(sql`j0`)} AS ${RECORD_MEMBERS} FROM ${records} WHERE json_type(j0) = 'OBJECT')`;
}
