import { matchesArn, matchesWildcard, unescapeWildcards } from './match.js';

/** How one value of the policy compares with one value of the request. */
type Comparison = (expected: string, actual: string) => boolean;

interface Operator {
  readonly compare: Comparison;
  /** A negated operator holds when no value matches, and when the key is absent. */
  readonly negated: boolean;
}

const equal: Comparison = (expected, actual) => unescapeWildcards(expected) === actual;
const equalIgnoringCase: Comparison = (expected, actual) =>
  unescapeWildcards(expected).toLowerCase() === actual.toLowerCase();
const numeric = (holds: (actual: number, expected: number) => boolean): Comparison =>
  ordered(holds, (text) => (text.trim() === '' ? Number.NaN : Number(text)));
const dated = (holds: (actual: number, expected: number) => boolean): Comparison =>
  // AWS takes ISO 8601 or epoch seconds.
  ordered(holds, (text) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text)));

function ordered(holds: (actual: number, expected: number) => boolean, read: (text: string) => number): Comparison {
  return (expected, actual) => {
    const [left, right] = [read(actual), read(unescapeWildcards(expected))];
    return !Number.isNaN(left) && !Number.isNaN(right) && holds(left, right);
  };
}

const is = (compare: Comparison): Operator => ({ compare, negated: false });
const isNot = (compare: Comparison): Operator => ({ compare, negated: true });

/** Source: IAM User Guide, "IAM JSON policy elements: Condition operators". */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: is(equal),
  StringNotEquals: isNot(equal),
  StringEqualsIgnoreCase: is(equalIgnoringCase),
  StringNotEqualsIgnoreCase: isNot(equalIgnoringCase),
  StringLike: is(matchesWildcard),
  StringNotLike: isNot(matchesWildcard),
  NumericEquals: is(numeric((a, b) => a === b)),
  NumericNotEquals: isNot(numeric((a, b) => a === b)),
  NumericLessThan: is(numeric((a, b) => a < b)),
  NumericLessThanEquals: is(numeric((a, b) => a <= b)),
  NumericGreaterThan: is(numeric((a, b) => a > b)),
  NumericGreaterThanEquals: is(numeric((a, b) => a >= b)),
  DateEquals: is(dated((a, b) => a === b)),
  DateNotEquals: isNot(dated((a, b) => a === b)),
  DateLessThan: is(dated((a, b) => a < b)),
  DateLessThanEquals: is(dated((a, b) => a <= b)),
  DateGreaterThan: is(dated((a, b) => a > b)),
  DateGreaterThanEquals: is(dated((a, b) => a >= b)),
  Bool: is(equalIgnoringCase),
  BinaryEquals: is(equal),
  IpAddress: is(inNetwork),
  NotIpAddress: isNot(inNetwork),
  // ArnEquals and ArnLike behave the same (same page, "ARN condition operators").
  ArnEquals: is(matchesArn),
  ArnLike: is(matchesArn),
  ArnNotEquals: isNot(matchesArn),
  ArnNotLike: isNot(matchesArn),
};

export const CONDITION_OPERATOR_NAMES: ReadonlySet<string> = new Set([...Object.keys(OPERATORS), 'Null']);

/**
 * Whether one condition holds. `expected` has its variables put in (values that could not be resolved are left out);
 * `actual` is undefined when the request has no such key.
 */
export function conditionHolds(
  operatorName: string,
  expected: readonly string[],
  actual: readonly string[] | undefined,
): boolean {
  const { quantifier, bare, ifExists } = takeApart(operatorName);
  if (bare === 'Null') return expected.some((value) => value.toLowerCase() === String(actual === undefined));
  const operator = OPERATORS[bare];
  if (operator === undefined) return false;
  if (actual === undefined || actual.length === 0) {
    if (ifExists) return true;
    if (quantifier !== undefined) return quantifier === 'ForAllValues';
    return operator.negated;
  }
  const matchesAny = (value: string): boolean => expected.some((wanted) => operator.compare(wanted, value));
  const holdsFor = (value: string): boolean => matchesAny(value) !== operator.negated;
  if (quantifier === 'ForAllValues') return actual.every(holdsFor);
  if (quantifier === 'ForAnyValue') return actual.some(holdsFor);
  // Without a quantifier a key has one value; with several, a negated operator must hold for each of them.
  return operator.negated ? actual.every(holdsFor) : actual.some(holdsFor);
}

function takeApart(name: string): {
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly bare: string;
  readonly ifExists: boolean;
} {
  const quantifier = name.startsWith('ForAllValues:')
    ? 'ForAllValues'
    : name.startsWith('ForAnyValue:')
      ? 'ForAnyValue'
      : undefined;
  const rest = quantifier === undefined ? name : name.slice(quantifier.length + 1);
  const ifExists = rest.endsWith('IfExists');
  return { quantifier, bare: ifExists ? rest.slice(0, -'IfExists'.length) : rest, ifExists };
}

function inNetwork(expected: string, actual: string): boolean {
  const [network, bits] = unescapeWildcards(expected).split('/');
  const [wanted, found] = [ipv4(network ?? ''), ipv4(actual)];
  // IPv6 sources cannot reach a lake that binds 127.0.0.1 only; other forms match nothing.
  if (wanted === undefined || found === undefined) return network === actual;
  const prefix = bits === undefined ? 32 : Number(bits);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > 32) return false;
  const shift = 2 ** (32 - prefix);
  return Math.floor(wanted / shift) === Math.floor(found / shift);
}

function ipv4(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const bytes = match.slice(1).map(Number);
  return bytes.some((byte) => byte > 255) ? undefined : bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
