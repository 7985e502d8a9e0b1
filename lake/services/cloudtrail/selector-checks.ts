import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { AwsError, notImplemented } from '../../model/aws-error.js';

const CLASSIC_TYPES: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::Lambda::Function',
  'AWS::S3::Object',
]);
const EXCLUDABLE_SOURCES: ReadonlySet<string> = new Set(['kms.amazonaws.com', 'rdsdata.amazonaws.com']);
const MAX_CLASSIC = 5;
const MAX_CLASSIC_VALUES = 250;
const MAX_ADVANCED_VALUES = 500;

/** Fields of trails' selectors; of some, equality is all that may be asked. */
const FIELDS: Readonly<Record<string, 'any' | 'equals'>> = {
  eventCategory: 'equals',
  readOnly: 'equals',
  'resources.type': 'equals',
  'resources.ARN': 'any',
  eventName: 'any',
  eventSource: 'any',
  eventType: 'any',
  errorCode: 'any',
  'userIdentity.arn': 'any',
  sessionCredentialFromConsole: 'any',
};

/**
 * Throws AwsError `InvalidEventSelectorsException`. Sources: CloudTrail API Reference, "PutEventSelectors", "DataResource",
 * "AdvancedFieldSelector".
 */
export function checkSelectors(classic: readonly EventSelector[], advanced: readonly AdvancedEventSelector[]): void {
  if ((classic.length === 0) === (advanced.length === 0) || classic.length > MAX_CLASSIC) {
    throw invalid('Specify either up to five EventSelectors or AdvancedEventSelectors, but not both.');
  }
  for (const selector of classic) checkClassic(selector);
  const values = classic.flatMap(({ DataResources }) => (DataResources ?? []).flatMap(({ Values }) => Values ?? []));
  if (values.length > MAX_CLASSIC_VALUES) throw invalid('A trail is limited to 250 data resources.');
  for (const selector of advanced) checkAdvanced(selector);
  const operands = advanced.flatMap(({ FieldSelectors }) => (FieldSelectors ?? []).flatMap(operandsOf));
  if (operands.length > MAX_ADVANCED_VALUES) {
    throw invalid('A maximum of 500 total values for all conditions in all advanced event selectors is allowed.');
  }
}

function checkClassic({ DataResources = [], ExcludeManagementEventSources = [] }: EventSelector): void {
  for (const { Type = '', Values = [] } of DataResources) {
    if (!CLASSIC_TYPES.has(Type)) throw invalid(`Type ${Type} for DataResources is invalid.`);
    const wrong = Type === 'AWS::S3::Object' ? Values.find((value) => !isObjectPrefix(value)) : undefined;
    if (wrong !== undefined) throw invalid(`Value ${wrong} for DataResources.Values is invalid.`);
  }
  const kept = ExcludeManagementEventSources.find((source) => !EXCLUDABLE_SOURCES.has(source));
  if (kept !== undefined) throw invalid(`Value ${kept} for ExcludeManagementEventSources is invalid.`);
}

/** All objects, or those of a bucket below a prefix: without its slash a bucket's name would begin others as well. */
function isObjectPrefix(value: string): boolean {
  return /^arn:aws[a-z-]*:s3(?::::(?:[^/*]+\/.*)?)?$/s.test(value);
}

function checkAdvanced({ FieldSelectors = [] }: AdvancedEventSelector): void {
  const equals = (field: string): readonly string[] =>
    FieldSelectors.find(({ Field }) => Field === field)?.Equals ?? [];
  for (const selector of FieldSelectors) checkField(selector);
  const [category, ...more] = equals('eventCategory');
  if (category === 'NetworkActivity') throw notImplemented('network activity events of a trail');
  if ((category !== 'Management' && category !== 'Data') || more.length > 0) {
    throw invalid('Each advanced event selector must have one eventCategory, Management or Data.');
  }
  if (category === 'Data' && equals('resources.type').length !== 1) {
    throw invalid('An advanced event selector of data events must have one resources.type.');
  }
}

function checkField(selector: AdvancedFieldSelector): void {
  const { Field = '', Equals: equals = [] } = selector;
  const allowed = Object.hasOwn(FIELDS, Field) ? FIELDS[Field] : undefined;
  if (allowed === undefined) throw invalid(`Field ${Field} of an advanced event selector is invalid.`);
  const operands = operandsOf(selector);
  if (operands.length === 0) throw invalid(`Field ${Field} of an advanced event selector has no value.`);
  if (allowed === 'equals' && operands.length > equals.length) {
    throw invalid(`Equals is the only valid operator of ${Field}.`);
  }
}

function operandsOf(selector: AdvancedFieldSelector): readonly string[] {
  const { Equals, StartsWith, EndsWith, NotEquals, NotStartsWith, NotEndsWith } = selector;
  return [Equals, StartsWith, EndsWith, NotEquals, NotStartsWith, NotEndsWith].flatMap((values) => values ?? []);
}

function invalid(text: string): AwsError {
  return new AwsError('InvalidEventSelectorsException', text);
}
