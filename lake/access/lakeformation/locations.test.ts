import { describe, expect, it } from 'vitest';
import { longestCovering, pathOfS3Arn, pathOfS3Uri } from './locations.js';

describe('longestCovering', () => {
  const locations: readonly (readonly [string, string])[] = [
    ['bucket', 'whole bucket'],
    ['bucket/data', 'data'],
    ['bucket/data/secret', 'secret'],
    ['other/data', 'other'],
  ];
  it.each([
    ['bucket/data/secret/part-0', 'secret'],
    ['bucket/data/secret', 'secret'],
    ['bucket/data/secrets/part-0', 'data'],
    ['bucket/data2/part-0', 'whole bucket'],
    ['other/data/x', 'other'],
    ['other/database', undefined],
    ['buckets/data', undefined],
  ])('%s is covered by %s', (path, expected) => {
    expect(longestCovering(path, locations)).toBe(expected);
  });
});

describe('paths', () => {
  it.each([
    ['s3://bucket/a/b/', 'bucket/a/b'],
    ['s3a://bucket/a', 'bucket/a'],
    ['s3://bucket', 'bucket'],
    ['https://bucket/a', undefined],
    ['s3://', undefined],
  ])('of the URI %s', (uri, path) => {
    expect(pathOfS3Uri(uri)).toBe(path);
  });
  it.each([
    ['arn:aws:s3:::bucket/a/', 'bucket/a'],
    ['arn:aws:s3:::bucket/a/*', 'bucket/a'],
    ['arn:aws-cn:s3:::bucket', 'bucket'],
    ['arn:aws:s3tables:us-east-1:111122223333:bucket/a', undefined],
    ['bucket/a', undefined],
  ])('of the ARN %s', (arn, path) => {
    expect(pathOfS3Arn(arn)).toBe(path);
  });
});
