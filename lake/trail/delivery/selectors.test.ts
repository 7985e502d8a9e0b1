import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import { type SelectedEvent, selects } from './selectors.js';

/*
 * Expectations are read off the CloudTrail API Reference ("EventSelector", "DataResource", "AdvancedFieldSelector") and the
 * User Guide ("Logging data events", "Filtering data events by using advanced event selectors").
 */
const management = (eventSource: string, eventName: string, readOnly: boolean): SelectedEvent => ({
  eventCategory: 'Management',
  eventSource,
  eventName,
  readOnly,
  userIdentityArn: 'arn:aws:sts::111122223333:assumed-role/analyst/session',
  resources: [],
});
const object = (eventName: string, path: string, readOnly: boolean): SelectedEvent => ({
  ...management('s3.amazonaws.com', eventName, readOnly),
  eventCategory: 'Data',
  resources: [
    { type: 'AWS::S3::Object', arn: `arn:aws:s3:::${path}` },
    { type: 'AWS::S3::Bucket', arn: `arn:aws:s3:::${path.split('/')[0] ?? ''}` },
  ],
});

const GET_DATA_ACCESS = management('lakeformation.amazonaws.com', 'GetDataAccess', true);
const START_QUERY = management('athena.amazonaws.com', 'StartQueryExecution', false);
const GET_OBJECT = object('GetObject', 'data/reviews/1.parquet', true);
const PUT_OBJECT = object('PutObject', 'data/reviews/1.parquet', false);

const all: EventSelector = { ReadWriteType: 'All', IncludeManagementEvents: true };
const objects = (...Values: string[]): EventSelector => ({
  ReadWriteType: 'All',
  IncludeManagementEvents: false,
  DataResources: [{ Type: 'AWS::S3::Object', Values }],
});

describe('event selectors', () => {
  it.each<[string, readonly EventSelector[], SelectedEvent, boolean]>([
    ['All takes reads', [all], GET_DATA_ACCESS, true],
    ['All takes writes', [all], START_QUERY, true],
    ['WriteOnly drops GetDataAccess', [{ ...all, ReadWriteType: 'WriteOnly' }], GET_DATA_ACCESS, false],
    ['WriteOnly takes StartQueryExecution', [{ ...all, ReadWriteType: 'WriteOnly' }], START_QUERY, true],
    ['ReadOnly takes GetDataAccess', [{ ...all, ReadWriteType: 'ReadOnly' }], GET_DATA_ACCESS, true],
    ['ReadOnly drops writes', [{ ...all, ReadWriteType: 'ReadOnly' }], START_QUERY, false],
    ['without management events', [{ ...all, IncludeManagementEvents: false }], START_QUERY, false],
    ['management events are in unless said otherwise', [{}], GET_DATA_ACCESS, true],
    ['an excluded source', [{ ...all, ExcludeManagementEventSources: ['kms.amazonaws.com'] }], START_QUERY, true],
    [
      'an excluded source, its event',
      [{ ...all, ExcludeManagementEventSources: ['kms.amazonaws.com'] }],
      management('kms.amazonaws.com', 'Decrypt', true),
      false,
    ],
    ['no data event unless it is named', [all], GET_OBJECT, false],
    ['every object of the account', [objects('arn:aws:s3')], GET_OBJECT, true],
    ['every object of a bucket', [objects('arn:aws:s3:::data/')], GET_OBJECT, true],
    ['a prefix', [objects('arn:aws:s3:::data/rev')], GET_OBJECT, true],
    ['another prefix', [objects('arn:aws:s3:::data/orders')], GET_OBJECT, false],
    ['another bucket of the same beginning', [objects('arn:aws:s3:::dat/')], GET_OBJECT, false],
    ['any of several prefixes', [objects('arn:aws:s3:::other/', 'arn:aws:s3:::data/')], PUT_OBJECT, true],
    ['any of several selectors', [{ ...all, ReadWriteType: 'WriteOnly' }, objects('arn:aws:s3')], GET_OBJECT, true],
    ['data events by reads and writes', [{ ...objects('arn:aws:s3'), ReadWriteType: 'WriteOnly' }], GET_OBJECT, false],
    ['data selectors take no management event', [objects('arn:aws:s3')], START_QUERY, false],
    [
      'another type of resource',
      [{ ...all, DataResources: [{ Type: 'AWS::Lambda::Function', Values: ['arn:aws:lambda'] }] }],
      GET_OBJECT,
      false,
    ],
  ])('%s', (_, eventSelectors, event, expected) => {
    expect(selects({ eventSelectors, advancedEventSelectors: [] }, event)).toBe(expected);
  });
});

describe('advanced event selectors', () => {
  const category = (value: string) => ({ Field: 'eventCategory', Equals: [value] });
  const s3Objects = [category('Data'), { Field: 'resources.type', Equals: ['AWS::S3::Object'] }];
  it.each<[string, AdvancedEventSelector['FieldSelectors'], SelectedEvent, boolean]>([
    ['management events', [category('Management')], GET_DATA_ACCESS, true],
    ['management events, not data', [category('Management')], GET_OBJECT, false],
    ['reads of them', [category('Management'), { Field: 'readOnly', Equals: ['true'] }], GET_DATA_ACCESS, true],
    ['reads of them only', [category('Management'), { Field: 'readOnly', Equals: ['true'] }], START_QUERY, false],
    [
      'without a source',
      [category('Management'), { Field: 'eventSource', NotEquals: ['athena.amazonaws.com'] }],
      START_QUERY,
      false,
    ],
    [
      'without a source, another',
      [category('Management'), { Field: 'eventSource', NotEquals: ['athena.amazonaws.com'] }],
      GET_DATA_ACCESS,
      true,
    ],
    ['objects', s3Objects, GET_OBJECT, true],
    ['objects, no management event', s3Objects, START_QUERY, false],
    ['objects by name of the call', [...s3Objects, { Field: 'eventName', Equals: ['GetObject'] }], GET_OBJECT, true],
    ['objects by another name', [...s3Objects, { Field: 'eventName', Equals: ['DeleteObject'] }], GET_OBJECT, false],
    ['a name that starts so', [...s3Objects, { Field: 'eventName', StartsWith: ['Put'] }], PUT_OBJECT, true],
    ['a name that ends so', [...s3Objects, { Field: 'eventName', EndsWith: ['Object'] }], PUT_OBJECT, true],
    [
      'objects below a prefix',
      [...s3Objects, { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::data/reviews/'] }],
      GET_OBJECT,
      true,
    ],
    [
      'the ARN of the object, not of its bucket',
      [...s3Objects, { Field: 'resources.ARN', Equals: ['arn:aws:s3:::data'] }],
      GET_OBJECT,
      false,
    ],
    [
      'none below a prefix',
      [...s3Objects, { Field: 'resources.ARN', NotStartsWith: ['arn:aws:s3:::data/'] }],
      GET_OBJECT,
      false,
    ],
    [
      'operators that select are joined by or, those that deselect by and',
      [
        ...s3Objects,
        {
          Field: 'resources.ARN',
          StartsWith: ['arn:aws:s3:::other/', 'arn:aws:s3:::data/'],
          NotStartsWith: ['arn:aws:s3:::data/secret/'],
          NotEndsWith: ['.tmp'],
        },
      ],
      GET_OBJECT,
      true,
    ],
    [
      'one that deselects wins',
      [...s3Objects, { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::data/'], NotEndsWith: ['.tmp', '.parquet'] }],
      GET_OBJECT,
      false,
    ],
    [
      'by who called',
      [category('Management'), { Field: 'userIdentity.arn', EndsWith: ['/session'] }],
      GET_DATA_ACCESS,
      true,
    ],
    [
      'without an error',
      [category('Management'), { Field: 'errorCode', Equals: ['AccessDenied'] }],
      START_QUERY,
      false,
    ],
    ['every field must match', [category('Data'), { Field: 'readOnly', Equals: ['false'] }], GET_OBJECT, false],
  ])('%s', (_, FieldSelectors, event, expected) => {
    expect(selects({ eventSelectors: [], advancedEventSelectors: [{ FieldSelectors }] }, event)).toBe(expected);
  });

  it('stand alone: classic ones do not count beside them', () => {
    const advancedEventSelectors = [{ FieldSelectors: s3Objects }];
    expect(selects({ eventSelectors: [all], advancedEventSelectors }, START_QUERY)).toBe(false);
  });
});
