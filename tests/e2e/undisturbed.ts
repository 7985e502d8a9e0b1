import { sha256OfJson } from '../../core/digest.js';
import type { Finding } from '../../helpers/model/finding.js';
import { FULL, LIMITED } from './support.js';
import { subjectOf } from './walkthrough.js';

/*
 * What an undisturbed run of the walkthrough must find, written from its description: two profiles, sixteen columns, of
 * which one profile may read eight, and two objects that are granted to nobody. No run is compared with another run.
 */
const DATABASE = 'amazon_reviews_db';
const TABLE = 'amazon_reviews_parquet';

export const COLUMNS = [
  ...['marketplace', 'customer_id', 'review_id', 'product_id', 'product_parent', 'product_title', 'star_rating'],
  ...['helpful_votes', 'total_votes', 'vine', 'verified_purchase', 'review_headline', 'review_body', 'review_date'],
  ...['year', 'product_category'],
];
const LIMITED_COLUMNS = [
  ...['product_category', 'product_id', 'product_parent', 'product_title'],
  ...['star_rating', 'review_headline', 'review_body', 'review_date'],
];
/** What the limited profile must not see. */
export const DENIED_COLUMNS = COLUMNS.filter((column) => !LIMITED_COLUMNS.includes(column));

/** Granted to nobody: a table beside the reviews, and one in a database of its own. */
const REFUSED = [
  { database: DATABASE, table: 'amazon_reviews_restricted' },
  { database: 'restricted_db', table: 'canary' },
];

type Verdict = Pick<Finding, 'findingId' | 'expected' | 'status' | 'reason'> & {
  /** `access column-select data-scientist-limited amazon_reviews_db.amazon_reviews_parquet.customer_id` */
  readonly what: string;
};

interface Place {
  readonly database: string;
  readonly table?: string;
  readonly column?: string;
}

function verdict(
  about: readonly [objective: Finding['objective'], controlType: Finding['controlType'], profile: string],
  place: Place,
  [expected, reason]: readonly [expected: Finding['expected'], reason: Finding['reason']],
): Verdict {
  const accountId = '111122223333';
  const resource = { partition: 'aws', accountId, region: 'us-east-1', catalogId: accountId, ...place };
  return {
    // The id is agreed on with the readers of packs, so it is made here by its definition.
    findingId: sha256OfJson([...about, resource]).slice(0, 16),
    what: subjectOf({ objective: about[0], controlType: about[1], profile: about[2], resource: place }),
    expected,
    status: 'satisfied',
    reason,
  };
}

const PERMITTED = ['permit', 'as-permitted'] as const;
const DENIED = ['deny', 'as-denied'] as const;
const LOGGED = ['logged', 'confirmed'] as const;
const KEPT = ['kept', 'kept'] as const;

function ofProfile(profile: string, permitted: readonly string[]): Verdict[] {
  const reviews = { database: DATABASE, table: TABLE };
  return [
    verdict(['access', 'database-visibility', profile], { database: DATABASE }, PERMITTED),
    verdict(['access', 'database-visibility', profile], { database: 'restricted_db' }, DENIED),
    verdict(['access', 'table-visibility', profile], reviews, PERMITTED),
    ...COLUMNS.map((column) =>
      verdict(
        ['access', 'column-select', profile],
        { ...reviews, column },
        permitted.includes(column) ? PERMITTED : DENIED,
      ),
    ),
    verdict(['access', 'row-set', profile], reviews, PERMITTED),
    verdict(['audit', 'start-query-execution', profile], reviews, LOGGED),
    verdict(['audit', 'get-data-access', profile], reviews, LOGGED),
    verdict(['kept', 'start-query-execution', profile], reviews, KEPT),
    verdict(['kept', 'get-data-access', profile], reviews, KEPT),
    ...REFUSED.flatMap((place) => [
      verdict(['access', 'table-visibility', profile], place, DENIED),
      verdict(['audit', 'start-query-execution', profile], place, LOGGED),
      verdict(['audit', 'get-data-access', profile], place, DENIED),
    ]),
  ];
}

const POSTURE = [DATABASE, 'restricted_db'].map((database) =>
  verdict(['posture', 'declared', '*'], { database }, ['declared', 'as-permitted']),
);
const UNDISTURBED: readonly Verdict[] = [
  ...POSTURE,
  ...ofProfile(FULL, COLUMNS),
  ...ofProfile(LIMITED, LIMITED_COLUMNS),
];

/**
 * How the findings differ from those of an undisturbed run, one sorted line for each, `WHAT: STATUS REASON`; empty when
 * id, expectation, status and reason of every one are the same. `profile` leaves the other profile's out.
 */
export function changesOf(findings: readonly Finding[], profile?: string): string[] {
  const owed = UNDISTURBED.filter(({ what }) => profile === undefined || / \* /.test(what) || what.includes(profile));
  const found = new Map(findings.map((finding) => [finding.findingId, finding]));
  const changed = owed.flatMap(({ findingId, what, expected, status, reason }) => {
    const is = found.get(findingId);
    found.delete(findingId);
    if (is === undefined) return [`${what}: not judged`];
    if (is.expected !== expected) return [`${what}: expects ${is.expected}`];
    return is.status === status && is.reason === reason ? [] : [`${what}: ${is.status} ${is.reason}`];
  });
  const extra = [...found.values()].map(
    (finding) => `${subjectOf(finding)}: not owed, ${finding.status} ${finding.reason}`,
  );
  return [...changed, ...extra].sort();
}
