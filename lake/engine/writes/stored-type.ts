import type { Location } from '../ast/location.js';
import { failure, notSupported } from '../failure.js';
import type { OutputColumn } from '../translate/env.js';
import { uniqueNames } from '../translate/unique-names.js';
import { hiveTypeText } from '../types/hive-type.js';
import { type RowType, type TrinoType, typeText } from '../types/trino-type.js';

/** A column of files that are written: its name, and the type that its values have. */
export interface StoredColumn {
  readonly name: string;
  readonly type: TrinoType;
}

/** Hive's longest `varchar`. */
const MAX_VARCHAR = 65_535;
/** Milliseconds: what Athena's tables keep of a time. */
const TIMESTAMP_PRECISION = 3;

/**
 * The columns that a query's answer becomes. Throws QueryFailure in Trino's words for a column without a name, a name
 * that comes twice, and a type that Hive's tables do not have (recorded from Athena: `Unsupported Hive type: …`).
 */
export function storedColumns(columns: readonly OutputColumn[], at: Location): readonly StoredColumn[] {
  const nameOf = uniqueNames(at);
  return columns.map((column, index) => {
    const { type } = column;
    const name = nameOf(column.name, index);
    if (name.includes(',')) {
      throw failure('NOT_SUPPORTED', `Hive column names must not contain commas: ${name}`);
    }
    if (type.kind === 'unknown') {
      throw failure('COLUMN_TYPE_UNKNOWN', `Column type is unknown at position ${index + 1}`, at);
    }
    refuseUnstorable(type);
    return { name, type };
  });
}

const UNSTORABLE: readonly TrinoType['kind'][] = [
  'json',
  'timestamp with time zone',
  'interval day to second',
  'interval year to month',
  'unknown',
];

function refuseUnstorable(type: TrinoType): void {
  if (UNSTORABLE.includes(type.kind)) throw failure('NOT_SUPPORTED', `Unsupported Hive type: ${typeText(type)}`);
  if (type.kind === 'timestamp' && type.precision > TIMESTAMP_PRECISION) {
    const text = `Incorrect timestamp precision for ${typeText(type)}; the configured precision is MILLISECONDS`;
    throw failure('NOT_SUPPORTED', text);
  }
  if (type.kind === 'row') refuseFields(type);
  for (const part of partsOf(type)) refuseUnstorable(part);
}

function partsOf(type: TrinoType): readonly TrinoType[] {
  if (type.kind === 'array') return [type.element];
  if (type.kind === 'map') return [type.key, type.value];
  return type.kind === 'row' ? type.fields.map((field) => field.type) : [];
}

/** The names stand in the text of the type, so they are held to what cannot be taken for a part of it. */
function refuseFields(type: RowType): void {
  const names = type.fields.map(({ name }) => name);
  if (names.includes(undefined)) {
    const text = `Anonymous row type is not supported in Hive. Please give each field a name: ${typeText(type)}`;
    throw failure('NOT_SUPPORTED', text);
  }
  const odd = names.find((name, index) => !/^[\p{L}\p{N}_]+$/u.test(name ?? '') || names.indexOf(name) < index);
  if (odd !== undefined) throw notSupported(`writing a row with the field '${odd}'`);
}

/** The type that Glue is told: unlike a view's, a table's `varchar` keeps its length. */
export function storedHiveType(type: TrinoType): string {
  if (type.kind === 'varchar' && type.length !== undefined && type.length >= 1 && type.length <= MAX_VARCHAR) {
    return `varchar(${type.length})`;
  }
  return hiveTypeText(type);
}
