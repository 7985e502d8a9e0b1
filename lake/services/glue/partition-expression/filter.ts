import type { Column } from '../../../model/catalogue.js';
import { invalidInput } from '../errors.js';
import type { Comparison, Condition } from './condition.js';
import { parseCondition } from './parse.js';

/** Hive's name for the partition whose key is NULL. */
const NULL_VALUE = '__HIVE_DEFAULT_PARTITION__';

/** Compares two values of one type; undefined when the left one is no value of it. */
type Compare = (left: string, right: string) => number;

/** Glue API, GetPartitions, "Supported Partition Key Types". */
const COMPARISONS: Readonly<Record<string, Compare>> = {
  string: compareText,
  varchar: compareText,
  char: compareText,
  // Hive writes both in an order that is that of time.
  date: compareText,
  timestamp: compareText,
  tinyint: compareWhole,
  smallint: compareWhole,
  int: compareWhole,
  integer: compareWhole,
  bigint: compareWhole,
  long: compareWhole,
  decimal: compareDecimal,
};

/**
 * Which partitions an expression picks, by their values in the order of `keys`. Throws InvalidInputException for what is
 * no expression, for a column that is no partition key, for a type that Glue does not compare, and for a constant that is
 * no value of the key's type.
 */
export function partitionFilter(
  keys: readonly Column[],
  expression: string | undefined,
): (values: readonly string[]) => boolean {
  if (expression === undefined || expression.trim() === '') return () => true;
  const condition = parseCondition(expression);
  const places = new Map(keys.map((key, index) => [key.name, { index, compare: comparisonOf(key) }]));
  check(condition, places);
  return (values) => truth(condition, places, values) === true;
}

type Places = ReadonlyMap<string, { readonly index: number; readonly compare: Compare | undefined }>;

function check(condition: Condition, places: Places): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      check(condition.left, places);
      check(condition.right, places);
      return;
    case 'not':
      check(condition.of, places);
      return;
    case 'compare':
      checkConstants(condition.key, [condition.value], places);
      return;
    case 'in':
      checkConstants(condition.key, condition.values, places);
      return;
    case 'like':
    case 'is-null':
      checkConstants(condition.key, [], places);
  }
}

function checkConstants(key: string, constants: readonly string[], places: Places): void {
  const place = places.get(key);
  if (place === undefined) throw invalidInput(`Unsupported expression: ${key} is not a partition key`);
  if (place.compare === undefined) throw invalidInput(`Unsupported expression: the type of ${key} cannot be compared`);
  for (const constant of constants) place.compare(constant, constant);
}

/** Of three values, as SQL has it: undefined where NULL makes it unknown. */
function truth(condition: Condition, places: Places, values: readonly string[]): boolean | undefined {
  switch (condition.kind) {
    case 'and':
      return both(truth(condition.left, places, values), truth(condition.right, places, values));
    case 'or': {
      const [left, right] = [truth(condition.left, places, values), truth(condition.right, places, values)];
      return not(both(not(left), not(right)));
    }
    case 'not':
      return not(truth(condition.of, places, values));
    case 'compare':
    case 'in':
    case 'like':
    case 'is-null':
      return comparison(condition, places, values);
  }
}

function comparison(
  condition: Exclude<Condition, { kind: 'and' | 'or' | 'not' }>,
  places: Places,
  values: readonly string[],
): boolean | undefined {
  const place = places.get(condition.key);
  const found = place === undefined ? undefined : values[place.index];
  const isNull = found === undefined || found === NULL_VALUE;
  if (condition.kind === 'is-null') return isNull;
  if (isNull || place?.compare === undefined) return undefined;
  switch (condition.kind) {
    case 'compare':
      return holds(condition.operator, place.compare(found, condition.value));
    case 'in':
      return condition.values.some((value) => place.compare?.(found, value) === 0);
    case 'like':
      return isLike(found, condition.pattern);
  }
}

function both(left: boolean | undefined, right: boolean | undefined): boolean | undefined {
  if (left === false || right === false) return false;
  return left === undefined || right === undefined ? undefined : true;
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function holds(operator: Comparison, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '<>':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

/** `%` any text, `_` any character. Greedy with one step back, so linear in the text for each `%`. */
function isLike(text: string, pattern: string): boolean {
  const [characters, wanted] = [Array.from(text), Array.from(pattern)];
  let [at, next, star, resume] = [0, 0, -1, 0];
  while (at < characters.length) {
    if (wanted[next] === '%') {
      star = next;
      resume = at;
      next += 1;
    } else if (wanted[next] === '_' || (next < wanted.length && wanted[next] === characters[at])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      next = star + 1;
    } else {
      return false;
    }
  }
  return wanted.slice(next).every((character) => character === '%');
}

function comparisonOf(key: Column): Compare | undefined {
  const type = key.type
    .toLowerCase()
    .replace(/\(.*\)$/s, '')
    .trim();
  return Object.hasOwn(COMPARISONS, type) ? COMPARISONS[type] : undefined;
}

function compareText(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

function compareWhole(left: string, right: string): number {
  const [a, b] = [whole(left), whole(right)];
  return a === b ? 0 : a < b ? -1 : 1;
}

function whole(text: string): bigint {
  if (!/^[+-]?\d{1,40}$/.test(text.trim()))
    throw invalidInput(`Unsupported expression: '${text.slice(0, 40)}' is no integer`);
  return BigInt(text.trim().replace(/^\+/, ''));
}

/** Compared digit by digit: binary fractions would make 0.1 something else. */
function compareDecimal(left: string, right: string): number {
  const [a, b] = [parts(left), parts(right)];
  const places = Math.max(a.fraction.length, b.fraction.length);
  return compareWhole(a.whole + a.fraction.padEnd(places, '0'), b.whole + b.fraction.padEnd(places, '0'));
}

function parts(text: string): { readonly whole: string; readonly fraction: string } {
  const match = /^([+-]?\d{0,20})(?:\.(\d{0,20}))?$/.exec(text.trim());
  if (match === null || !/\d/.test(text))
    throw invalidInput(`Unsupported expression: '${text.slice(0, 40)}' is no decimal`);
  return { whole: match[1] ?? '', fraction: match[2] ?? '' };
}
