import { LIMITED, REVIEWS } from '../e2e/support.js';
import { COLUMNS, DENIED_COLUMNS } from '../e2e/undisturbed.js';

/** A fault as it is switched on, and what a run must find of it. */
export interface FaultVerdict {
  readonly fault: string;
  /** Where it strikes, in the words of docs/verdicts.md. */
  readonly where: string;
  readonly orders: readonly Readonly<Record<string, unknown>>[];
  /** What follows, in the words of docs/verdicts.md. */
  readonly found: string;
  /** How the findings of the limited profile differ from those of an undisturbed run. */
  readonly changes: readonly string[];
}

/** Faults that touch different findings, so that one run shows the verdict of each. */
export interface FaultRun {
  readonly exitCode: 0 | 1 | 2;
  readonly verdicts: readonly FaultVerdict[];
}

const ROLE = `SageMakerStudioExecutionRole_${LIMITED}`;
const RESTRICTED = 'amazon_reviews_db.amazon_reviews_restricted';
const CANARY = 'restricted_db.canary';

const access = (controlType: string, place: string, verdict: string): string =>
  `access ${controlType} ${LIMITED} ${place}: ${verdict}`;
const cells = (columns: readonly string[], verdict: string): string[] =>
  columns.map((column) => access('column-select', `${REVIEWS}.${column}`, verdict));
const log = (objective: string, controlType: string, place: string, verdict: string): string =>
  `${objective} ${controlType} ${LIMITED} ${place}: ${verdict}`;
const declared = (verdict: string): string[] =>
  ['amazon_reviews_db', 'restricted_db'].map((database) => `posture declared * ${database}: ${verdict}`);

/** Every finding of the log: of the table that is read, and of the two that are refused. */
const wholeLog = (verdict: string): string[] => [
  ...[REVIEWS, RESTRICTED, CANARY].flatMap((place) => [
    log('audit', 'start-query-execution', place, verdict),
    log('audit', 'get-data-access', place, verdict),
  ]),
  log('kept', 'start-query-execution', REVIEWS, verdict),
  log('kept', 'get-data-access', REVIEWS, verdict),
];

const asLimited = (more: object = {}): object => ({ principalName: ROLE, ...more });

export const FAULT_RUNS: readonly FaultRun[] = [
  {
    exitCode: 0,
    verdicts: [
      {
        fault: 'throttling',
        where: 'a few calls',
        orders: [{ fault: 'throttling', match: asLimited(), times: 5 }],
        found: 'nothing: they are made again',
        changes: [],
      },
      {
        fault: 'server-error',
        where: 'a few calls',
        orders: [
          { fault: 'server-error', match: { principalName: 'LakeproofRunner', operation: 'GetTables' }, times: 2 },
        ],
        found: 'nothing: they are made again',
        changes: [],
      },
      {
        fault: 'connection-cut',
        where: 'a few calls',
        orders: [{ fault: 'connection-cut', match: { operation: 'ListPermissions' }, times: 2 }],
        found: 'nothing: they are made again',
        changes: [],
      },
      {
        fault: 'clock-skew',
        where: 'every call',
        orders: [{ fault: 'clock-skew', skewMs: 3_000_000 }],
        found: 'nothing: each client sets its clock by the first refusal',
        changes: [],
      },
      {
        fault: 'slow-query',
        where: 'every query, within its deadline',
        orders: [{ fault: 'slow-query', delayMs: 300 }],
        found: 'nothing',
        changes: [],
      },
      {
        fault: 'event-duplicated',
        where: 'every event',
        orders: [{ fault: 'event-duplicated' }],
        found: 'nothing: an `eventID` counts once',
        changes: [],
      },
    ],
  },
  {
    exitCode: 2,
    verdicts: [
      {
        fault: 'expired-token',
        where: 'every query of a profile',
        orders: [{ fault: 'expired-token', match: asLimited({ operation: 'StartQueryExecution' }) }],
        found: 'indeterminate `expired`, all findings of that profile',
        changes: [
          ...cells(COLUMNS, 'indeterminate expired'),
          access('database-visibility', 'amazon_reviews_db', 'indeterminate expired'),
          access('database-visibility', 'restricted_db', 'indeterminate expired'),
          ...[REVIEWS, RESTRICTED, CANARY].map((place) => access('table-visibility', place, 'indeterminate expired')),
          access('row-set', REVIEWS, 'indeterminate expired'),
          ...wholeLog('indeterminate expired'),
        ],
      },
    ],
  },
  {
    exitCode: 2,
    verdicts: [
      {
        fault: 'result-truncated',
        where: 'SHOW DATABASES, SHOW TABLES',
        orders: [{ fault: 'result-truncated', match: asLimited({ queryText: 'SHOW' }) }],
        found: 'indeterminate `metadata-disagrees`, databases and tables that are in the list or should not be',
        changes: [
          access('database-visibility', 'amazon_reviews_db', 'indeterminate metadata-disagrees'),
          access('database-visibility', 'restricted_db', 'indeterminate metadata-disagrees'),
          access('table-visibility', REVIEWS, 'indeterminate metadata-disagrees'),
          access('table-visibility', RESTRICTED, 'indeterminate metadata-disagrees'),
        ],
      },
      {
        fault: 'result-truncated',
        where: '`information_schema.columns`',
        orders: [{ fault: 'result-truncated', match: asLimited({ queryText: 'information_schema' }) }],
        found: 'indeterminate `metadata-disagrees`, the column that was cut off and every denied one',
        changes: cells([...DENIED_COLUMNS, 'product_category'], 'indeterminate metadata-disagrees'),
      },
      {
        fault: 'result-truncated',
        where: 'a count',
        orders: [
          {
            fault: 'result-truncated',
            match: asLimited({ queryText: 'SELECT count(*) FROM "amazon_reviews_db"."amazon_reviews_parquet"' }),
          },
        ],
        found: 'indeterminate `unrecognised-answer`: no row is no number',
        changes: [access('row-set', REVIEWS, 'indeterminate unrecognised-answer')],
      },
      {
        fault: 'page-missing',
        where: 'ListPermissions',
        orders: [{ fault: 'page-missing', match: { operation: 'ListPermissions' } }],
        found: 'indeterminate `metadata-disagrees`, every scope: what was read has no grant on the list',
        changes: declared('indeterminate metadata-disagrees'),
      },
      {
        fault: 'expired-token',
        where: 'LookupEvents',
        orders: [{ fault: 'expired-token', match: { operation: 'LookupEvents' } }],
        found: 'indeterminate `unavailable`, every finding of the log',
        changes: wholeLog('indeterminate unavailable'),
      },
    ],
  },
  {
    exitCode: 2,
    verdicts: [
      {
        fault: 'page-missing',
        where: 'GetDatabases, GetTables, ListUserProfiles',
        orders: ['GetDatabases', 'GetTables', 'ListUserProfiles'].map((operation) => ({
          fault: 'page-missing',
          match: { operation },
        })),
        found: 'indeterminate `catalogue-unavailable`, every scope: what the policy names was found by name',
        changes: declared('indeterminate catalogue-unavailable'),
      },
      {
        fault: 'slow-query',
        where: 'DESCRIBE, past the deadline of queries',
        orders: [{ fault: 'slow-query', match: asLimited({ queryText: 'DESCRIBE' }), delayMs: 60_000 }],
        found: 'indeterminate `fault`, every column of the table',
        changes: cells(COLUMNS, 'indeterminate fault'),
      },
      {
        fault: 'throttling',
        where: 'SHOW TABLES, for good',
        orders: [{ fault: 'throttling', match: asLimited({ queryText: 'SHOW TABLES' }) }],
        found: 'indeterminate `throttled`, tables that are in the list or should not be',
        changes: [
          access('database-visibility', 'amazon_reviews_db', 'indeterminate throttled'),
          access('table-visibility', REVIEWS, 'indeterminate throttled'),
          access('table-visibility', RESTRICTED, 'indeterminate throttled'),
        ],
      },
      {
        fault: 'server-error',
        where: 'a refused look, for good',
        orders: [{ fault: 'server-error', match: asLimited({ queryText: '"restricted_db"."canary"' }) }],
        found: 'indeterminate `fault`, the table and its database, and that the look was logged',
        changes: [
          access('database-visibility', 'restricted_db', 'indeterminate fault'),
          access('table-visibility', CANARY, 'indeterminate fault'),
          log('audit', 'start-query-execution', CANARY, 'indeterminate fault'),
          log('audit', 'get-data-access', CANARY, 'indeterminate fault'),
        ],
      },
    ],
  },
  {
    exitCode: 1,
    verdicts: [
      {
        fault: 'extra-grant',
        where: 'a table that is granted to nobody',
        orders: [{}, { tableName: 'canary' }].map((table) => ({
          fault: 'extra-grant',
          match: asLimited({ databaseName: 'restricted_db', ...table }),
        })),
        found: 'not-satisfied `over-exposed`, the table and its database; the look is logged',
        changes: [
          access('database-visibility', 'restricted_db', 'not-satisfied over-exposed'),
          access('table-visibility', CANARY, 'not-satisfied over-exposed'),
          log('audit', 'get-data-access', CANARY, 'satisfied confirmed'),
        ],
      },
      {
        fault: 'column-filter-ignored',
        where: 'DESCRIBE alone',
        orders: [{ fault: 'column-filter-ignored', match: asLimited({ queryText: 'DESCRIBE' }) }],
        found: 'indeterminate `metadata-disagrees`, every denied column',
        changes: cells(DENIED_COLUMNS, 'indeterminate metadata-disagrees'),
      },
      {
        fault: 'trail-stopped',
        where: 'every trail',
        orders: [{ fault: 'trail-stopped' }],
        found: 'not-satisfied `not-kept`',
        changes: [
          log('kept', 'start-query-execution', REVIEWS, 'not-satisfied not-kept'),
          log('kept', 'get-data-access', REVIEWS, 'not-satisfied not-kept'),
        ],
      },
    ],
  },
];

/** What the trail that stopped between asking and reading the log leaves of a run. */
export const STOPPED_MEANWHILE: readonly string[] = [
  log('kept', 'start-query-execution', REVIEWS, 'not-satisfied not-kept'),
  log('kept', 'get-data-access', REVIEWS, 'not-satisfied not-kept'),
];
