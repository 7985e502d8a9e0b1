import type { ServiceId } from '../model/action.js';

/** How often an account may call, in one Region. */
export interface Rate {
  readonly service: ServiceId;
  /** The API's own names, or a pattern of them. */
  readonly operations: readonly string[] | RegExp;
  /** `each`: every operation has its own; `together`: they share one. */
  readonly counted: 'each' | 'together';
  readonly perSecond: number;
  /** As many at once, when nothing was called for a while. */
  readonly burst: number;
  readonly source: string;
}

const ATHENA = 'AWS General Reference, "Amazon Athena endpoints and quotas"';
const CLOUDTRAIL = 'CloudTrail User Guide, "WhatIsCloudTrail-Limits"';
const STS = 'IAM User Guide, "reference_iam-quotas"';

function athena(perSecond: number, multiplier: number, ...operations: readonly string[]): Rate {
  const burst = perSecond * multiplier;
  return { service: 'athena', operations, counted: 'each', perSecond, burst, source: ATHENA };
}

/**
 * The rates that AWS publishes for us-east-1; the first that fits an operation counts. Those of IAM, Glue, Lake Formation
 * and SageMaker are in no page of theirs, and S3's are a promise of what it can at least do: they have none here.
 */
export const AWS_RATES: readonly Rate[] = [
  athena(100, 5, 'StartQueryExecution', 'GetQueryResults'),
  athena(50, 4, 'StopQueryExecution'),
  athena(500, 1, 'GetQueryExecution'),
  athena(10, 2, 'BatchGetQueryExecution'),
  athena(5, 2, 'ListQueryExecutions'),
  // No burst is published: as many at once as in a second.
  {
    service: 'cloudtrail',
    operations: ['LookupEvents'],
    counted: 'each',
    perSecond: 2,
    burst: 2,
    source: `CloudTrail API Reference, "LookupEvents"; ${CLOUDTRAIL}`,
  },
  {
    service: 'cloudtrail',
    operations: /^(?:Get|Describe|List)/,
    counted: 'each',
    perSecond: 10,
    burst: 10,
    source: CLOUDTRAIL,
  },
  { service: 'cloudtrail', operations: /./, counted: 'each', perSecond: 1, burst: 1, source: CLOUDTRAIL },
  {
    service: 'sts',
    operations: ['AssumeRole', 'GetCallerIdentity', 'GetSessionToken'],
    counted: 'together',
    perSecond: 600,
    burst: 600,
    source: STS,
  },
];
