import type { AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import { checkSelectors } from './selector-checks.js';

const INVALID = expect.objectContaining({ code: 'InvalidEventSelectorsException' }) as unknown;

function objects(...Values: string[]): EventSelector {
  return { DataResources: [{ Type: 'AWS::S3::Object', Values }] };
}

describe('event selectors are refused', () => {
  it.each<[string, readonly EventSelector[]]>([
    ['when there are none', []],
    ['when there are six', Array.from({ length: 6 }, () => ({}))],
    ['by a bucket without its slash, which would begin others', [objects('arn:aws:s3:::data')]],
    ['by a prefix that is no ARN', [objects('data/')]],
    ['by more than 250 resources', [objects(...Array.from({ length: 251 }, (_, index) => `arn:aws:s3:::d/${index}`))]],
    ['by a type that they do not have', [{ DataResources: [{ Type: 'AWS::Glue::Table', Values: ['arn:aws:glue'] }] }]],
    ['by a source that cannot be excluded', [{ ExcludeManagementEventSources: ['lakeformation.amazonaws.com'] }]],
  ])('%s', (_, selectors) => {
    expect(() => checkSelectors(selectors, [])).toThrow(INVALID);
  });

  it.each<[string, EventSelector]>([
    ['every object', objects('arn:aws:s3')],
    ['every object, by the longer form', objects('arn:aws:s3:::')],
    ['a bucket', objects('arn:aws:s3:::data/')],
    ['a prefix', objects('arn:aws:s3:::data/reviews')],
    ['another partition', objects('arn:aws-us-gov:s3:::data/')],
    ['an excluded source', { ExcludeManagementEventSources: ['kms.amazonaws.com'] }],
  ])('not for %s', (_, selector) => {
    expect(() => checkSelectors([selector], [])).not.toThrow();
  });
});

describe('advanced event selectors are refused', () => {
  const MANAGEMENT: AdvancedFieldSelector = { Field: 'eventCategory', Equals: ['Management'] };
  const DATA: AdvancedFieldSelector = { Field: 'eventCategory', Equals: ['Data'] };
  it.each<[string, AdvancedFieldSelector[]]>([
    ['without a category', [{ Field: 'readOnly', Equals: ['true'] }]],
    ['of data events without a type', [DATA]],
    ['by a field that there is not', [MANAGEMENT, { Field: 'colour', Equals: ['red'] }]],
    ['by a field without a value', [MANAGEMENT, { Field: 'eventName' }]],
    ['by another operator than Equals of readOnly', [MANAGEMENT, { Field: 'readOnly', NotEquals: ['true'] }]],
    [
      'by more than 500 values',
      [MANAGEMENT, { Field: 'eventName', Equals: Array.from({ length: 500 }, (_, index) => `Get${index}`) }],
    ],
  ])('%s', (_, FieldSelectors) => {
    expect(() => checkSelectors([], [{ FieldSelectors }])).toThrow(INVALID);
  });

  it('beside classic ones', () => {
    expect(() => checkSelectors([{}], [{ FieldSelectors: [MANAGEMENT] }])).toThrow(INVALID);
    expect(() => checkSelectors([], [{ FieldSelectors: [MANAGEMENT] }])).not.toThrow();
  });
});
