import { BlockList, isIP } from 'node:net';
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
  ordered(holds, (text) => (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN));
const dated = (holds: (actual: number, expected: number) => boolean): Comparison => ordered(holds, timeMsOf);

function ordered(holds: (actual: number, expected: number) => boolean, read: (text: string) => number): Comparison {
  return (expected, actual) => {
    const [left, right] = [read(actual), read(unescapeWildcards(expected))];
    return !Number.isNaN(left) && !Number.isNaN(right) && holds(left, right);
  };
}

/** The forms of W3C's note on dates and times, or seconds since 1970; NaN for anything else. */
function timeMsOf(text: string): number {
  if (/^\d{5,}$/.test(text)) return Number(text) * 1000;
  const isDate = /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?$/.test(text);
  return isDate ? Date.parse(text) : Number.NaN;
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
  BinaryEquals: is((expected, actual) => Buffer.from(expected, 'base64').equals(Buffer.from(actual, 'base64'))),
  IpAddress: is(inNetwork),
  NotIpAddress: isNot(inNetwork),
  // ArnEquals and ArnLike behave the same (same page, "ARN condition operators").
  ArnEquals: is(matchesArn),
  ArnLike: is(matchesArn),
  ArnNotEquals: isNot(matchesArn),
  ArnNotLike: isNot(matchesArn),
};

export const CONDITION_OPERATOR_NAMES: ReadonlySet<string> = new Set([...Object.keys(OPERATORS), 'Null']);

/** Only these take policy variables (IAM User Guide, "IAM policy elements: Variables and tags"). */
export function takesVariables(operatorName: string): boolean {
  return /^(?:String|Arn|Bool)/.test(takeApart(operatorName).bare);
}

/**
 * Whether one condition holds. `expected` has its variables put in; undefined stands for one that could not be
 * resolved. `actual` is undefined when the request has no such key.
 */
export function conditionHolds(
  operatorName: string,
  expected: readonly (string | undefined)[],
  actual: readonly string[] | undefined,
): boolean {
  const { quantifier, bare, ifExists } = takeApart(operatorName);
  const resolved = expected.filter((value) => value !== undefined);
  const isAbsent = actual === undefined || actual.length === 0;
  if (bare === 'Null') return resolved.some((value) => value.toLowerCase() === String(isAbsent));
  const operator = OPERATORS[bare];
  if (operator === undefined) return false;
  if (isAbsent && ifExists) return true;
  // "any attempt to match it fails and causes the statement to be invalid": also where not matching is what is asked.
  if (operator.negated && resolved.length < expected.length) return false;
  const values = quantifier === undefined ? actual : actual?.filter((value) => value !== '');
  if (values === undefined || values.length === 0) {
    return quantifier === undefined ? operator.negated : quantifier === 'ForAllValues';
  }
  const holdsFor = (value: string): boolean =>
    resolved.some((wanted) => operator.compare(wanted, value)) !== operator.negated;
  if (quantifier === 'ForAllValues') return values.every(holdsFor);
  if (quantifier === 'ForAnyValue') return values.some(holdsFor);
  // Without a quantifier a key has one value; with several, a negated operator must hold for each of them.
  return operator.negated ? values.every(holdsFor) : values.some(holdsFor);
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

/** An address in a CIDR block, of version 4 or 6; without a prefix the block is one address. */
function inNetwork(expected: string, actual: string): boolean {
  const [network, bits, ...rest] = expected.split('/');
  const version = isIP(network ?? '');
  if (network === undefined || rest.length > 0 || version === 0 || isIP(actual) !== version) return false;
  const longest = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? longest : Number(bits);
  if (bits === '' || !Number.isInteger(prefix) || prefix < 0 || prefix > longest) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(network, prefix, family);
  return block.check(actual, family);
}
