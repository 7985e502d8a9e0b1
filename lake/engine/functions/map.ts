import { failure } from '../failure.js';
import { type Sql, sql } from '../sql/fragment.js';
import { mapFromPairs, ofUniqueKeys, pairSql } from '../translate/nested.js';
import { raise } from '../translate/raise.js';
import { duckType } from '../types/duck-type.js';
import { BIGINT, type MapType, type RowField, type TrinoType, typeText, UNKNOWN } from '../types/trino-type.js';
import { argument, callRow, type Row, row } from './define.js';
import type { BoundCall } from './signature.js';

function mapIn(types: readonly TrinoType[]): MapType {
  const [type] = types;
  return type?.kind === 'map' ? type : { kind: 'map', key: UNKNOWN, value: UNKNOWN };
}

const elementIn = (type: TrinoType | undefined): TrinoType => (type?.kind === 'array' ? type.element : UNKNOWN);

function entriesType(types: readonly TrinoType[]): TrinoType {
  const { key, value } = mapIn(types);
  const fields: readonly RowField[] = [
    { name: undefined, type: key },
    { name: undefined, type: value },
  ];
  return { kind: 'array', element: { kind: 'row', fields } };
}

function mapOfPairs([type]: readonly TrinoType[]): TrinoType {
  const element = elementIn(type);
  const [key, value] = element.kind === 'row' ? element.fields : [];
  return { kind: 'map', key: key?.type ?? UNKNOWN, value: value?.type ?? UNKNOWN };
}

/** Source: Trino documentation, "Map functions and operators". */
export const MAP: readonly Row[] = [
  row('cardinality', ['{T,U}'], BIGINT, (x) => sql`CAST(cardinality(${x}) AS BIGINT)`),
  row(
    'element_at',
    ['{T,U}', 'T'],
    (types) => mapIn(types).value,
    (x, key) => sql`map_extract_value(${x}, ${key})`,
  ),
  row(
    'map_keys',
    ['{T,U}'],
    (types) => ({ kind: 'array', element: mapIn(types).key }),
    (x) => sql`map_keys(${x})`,
  ),
  row(
    'map_values',
    ['{T,U}'],
    (types) => ({ kind: 'array', element: mapIn(types).value }),
    (x) => sql`map_values(${x})`,
  ),
  callRow('map_entries', ['{T,U}'], entriesType, (call) => {
    // Fields of a row are called by their places.
    return sql`CAST(list_transform(map_entries(${argument(call, 0).sql}), lambda x0: {'f0': x0.key, 'f1': x0.value}) AS ${duckType(call.returns)})`;
  }),
  callRow('map_from_entries', ['[T]'], mapOfPairs, mapFromEntries),
  callRow(
    'map',
    [],
    { kind: 'map', key: UNKNOWN, value: UNKNOWN },
    ({ returns }) => sql`CAST(MAP {} AS ${duckType(returns)})`,
  ),
  callRow(
    'map',
    ['[T]', '[U]'],
    (types) => ({ kind: 'map', key: elementIn(types[0]), value: elementIn(types[1]) }),
    mapOf,
  ),
  callRow('map_concat', ['{T,U}', '{T,U}'], 'same', mapConcat, { variadic: true }),
];

function invalid(call: BoundCall, text: string, dependsOn: readonly Sql[]): Sql {
  return raise('INVALID_FUNCTION_ARGUMENT', text, call.returns, call.env.insideTry, dependsOn);
}

function checked(call: BoundCall, keys: Sql, made: Sql): Sql {
  return ofUniqueKeys(keys, made, (text) => invalid(call, text, [keys]));
}

function mapOf(call: BoundCall): Sql {
  const [keys, values] = [argument(call, 0).sql, argument(call, 1).sql];
  const uneven = invalid(call, 'Key and value arrays must be the same length', [keys, values]);
  const made = sql`CAST(map(${keys}, ${values}) AS ${duckType(call.returns)})`;
  return sql`(CASE WHEN len(${keys}) <> len(${values}) THEN ${uneven} ELSE ${checked(call, keys, made)} END)`;
}

function mapFromEntries(call: BoundCall): Sql {
  const { sql: entries, type } = argument(call, 0);
  const element = elementIn(type);
  if (element.kind !== 'row' || element.fields.length !== 2) {
    const text = `Unexpected parameters (${typeText(type)}) for function map_from_entries`;
    throw failure('FUNCTION_NOT_FOUND', text, call.at);
  }
  const isNull = invalid(call, 'map entry cannot be null', [entries]);
  const keys = sql`list_transform(${entries}, lambda x0: x0.f0)`;
  const pairs = sql`list_transform(${entries}, lambda x0: ${pairSql(sql`x0.f0`, sql`x0.f1`)})`;
  const made = checked(call, keys, mapFromPairs(pairs, call.returns));
  return sql`(CASE WHEN list_count(${entries}) < len(${entries}) THEN ${isNull} ELSE ${made} END)`;
}

/** Of a key that is in several, the value of the last stands. One NULL makes it NULL. */
function mapConcat(call: BoundCall): Sql {
  const maps = call.args.map((arg) => arg.sql);
  return maps.reduce((left, right) => {
    return sql`(CASE WHEN ${left} IS NULL OR ${right} IS NULL THEN NULL ELSE map_concat(${left}, ${right}) END)`;
  });
}
