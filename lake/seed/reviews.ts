import { sha256 } from '../../core/digest.js';

/** How many reviews are made. */
export const REVIEW_COUNT = 200_000;

/** Partitions of the reviews table. */
export const CATEGORIES = [
  'Apparel',
  'Books',
  'Camera',
  'Electronics',
  'Garden',
  'Grocery',
  'Kitchen',
  'Music',
  'Sports',
  'Toys',
] as const;

/** A mark must survive as part of an S3 key and of a Hive partition path unescaped. */
export const DATA_MARK = /^[A-Za-z0-9_-]{1,64}$/;

/** Rows of a table as a DuckDB query, and the folder below the table's location that they belong in. */
export interface DataFile {
  /** `product_category=Books/part-0.parquet`, relative to the table's location. */
  readonly key: string;
  readonly sql: string;
}

/**
 * The files of the reviews table: generated, the same on every machine, and of nobody real. Every value is computed from
 * the row's number by DuckDB's `hash`, so that no generator state decides what a row holds. With a mark, every value of
 * every string column ends in it, partition values included.
 */
export function reviewFiles(mark: string | undefined, size: ReviewSize = {}): readonly DataFile[] {
  return CATEGORIES.map((category, index) => ({
    key: `product_category=${marked(category, mark)}/part-0.parquet`,
    sql: reviewsOf(category, index, mark, size),
  }));
}

/** Other sizes than a lake's own, for measurements. */
export interface ReviewSize {
  /** Of all categories together. */
  readonly count?: number;
  /** Length of each `review_body`, filled up with text that does not compress. */
  readonly bodyBytes?: number;
}

/** The files of every table that there is data for, by the table's name. */
export function dataSets(mark: string | undefined): Readonly<Record<string, readonly DataFile[]>> {
  return {
    amazon_reviews_parquet: reviewFiles(mark),
    amazon_reviews_restricted: restrictedFiles(mark),
    canary: canaryFiles(mark),
  };
}

/** The files of the table of reviews that moderators held back. */
function restrictedFiles(mark: string | undefined): readonly DataFile[] {
  const text = (sql: string): string => markedSql(sql, mark);
  const sql = `SELECT ${text(`'R' || upper(printf('%013x', hash('held back', i) >> 12))`)} AS review_id,
      ${text(`printf('%08d', hash('held back customer', i) % 100000000)`)} AS customer_id,
      ${text(`'held back, reason ' || i`)} AS moderator_note,
      (19000 + i * 17)::BIGINT AS held_back_date
    FROM range(8) AS rows(i)`;
  return [{ key: 'part-0.parquet', sql }];
}

/** The files of the table that nobody may see. */
function canaryFiles(mark: string | undefined): readonly DataFile[] {
  const text = (sql: string): string => markedSql(sql, mark);
  const sql = `SELECT ${text(`'canary-' || i`)} AS canary_id, ${text(`'whoever reads this sees too much'`)} AS note
    FROM range(3) AS rows(i)`;
  return [{ key: 'part-0.parquet', sql }];
}

/** Changes with everything that decides the bytes of the files but the library that writes them. */
export function generatorDigest(): string {
  const files = Object.values(dataSets(undefined)).flat();
  return sha256(files.map(({ key, sql }) => `${key}\n${sql}`).join('\n')).slice(0, 16);
}

const SUBJECTS = ['lamp', 'novel', 'kettle', 'jacket', 'tripod', 'speaker', 'shovel', 'puzzle', 'racket', 'album'];
const VERDICTS = ['sturdy', 'fragile', 'lovely', 'loud', 'cheap', 'clever', 'heavy', 'bright', 'dull', 'reliable'];
const FOLLOW_UPS = [
  'and would buy it again',
  'but the box was torn',
  'though smaller than expected',
  'and it came early',
  'but it stopped after a week',
  'and the colour is right',
];

function reviewsOf(category: string, index: number, mark: string | undefined, size: ReviewSize): string {
  const text = (sql: string): string => markedSql(sql, mark);
  const rowsEach = Math.floor((size.count ?? REVIEW_COUNT) / CATEGORIES.length);
  const body = `'This one is ' || ${pick(VERDICTS, 'body')} || ', ' || ${pick(FOLLOW_UPS, 'follow-up')} || ' (' || i || ')'`;
  const first = index * rowsEach;
  return `SELECT
      ${text(`(${pick(['US', 'UK', 'DE', 'FR', 'JP'], 'marketplace')})`)} AS marketplace,
      ${text(`printf('%08d', hash('customer', i) % 100000000)`)} AS customer_id,
      ${text(`'R' || upper(printf('%013x', hash('review', i) >> 12))`)} AS review_id,
      ${text(`'B' || printf('%09d', hash('product', product) % 1000000000)`)} AS product_id,
      ${text(`printf('%09d', hash('parent', product) % 1000000000)`)} AS product_parent,
      ${text(`'${category} ' || ${pick(SUBJECTS, 'subject', 'product')} || ' no. ' || product % 1000`)} AS product_title,
      (1 + hash('stars', i) % 5)::INTEGER AS star_rating,
      (hash('helpful', i) % 20)::INTEGER AS helpful_votes,
      (hash('helpful', i) % 20 + hash('unhelpful', i) % 5)::INTEGER AS total_votes,
      ${text(`if(hash('vine', i) % 50 = 0, 'Y', 'N')`)} AS vine,
      ${text(`if(hash('verified', i) % 8 = 0, 'N', 'Y')`)} AS verified_purchase,
      ${text(`'A ' || ${pick(VERDICTS, 'headline')} || ' ' || ${pick(SUBJECTS, 'subject', 'product')}`)} AS review_headline,
      ${text(size.bodyBytes === undefined ? body : filledUp(body, size.bodyBytes))} AS review_body,
      (date_part('epoch', day) / 86400)::BIGINT AS review_date,
      date_part('year', day)::INTEGER AS year
    FROM (
      SELECT i, hash('product of', i) % 2000 + ${index * 2000} AS product,
        DATE '2015-01-01' + (hash('day', i) % 4000)::INTEGER AS day
      FROM range(${first}, ${first + rowsEach}) AS rows(i)
    )`;
}

function filledUp(sql: string, bytes: number): string {
  const digests = Array.from({ length: Math.ceil(bytes / 32) }, (_, index) => `md5('${index} ' || i)`);
  return `left(${[sql, "' '", ...digests].join(' || ')}, ${bytes})`;
}

function pick(words: readonly string[], salt: string, of = 'i'): string {
  const list = words.map((word) => `'${word}'`).join(', ');
  return `[${list}][1 + (hash('${salt}', ${of}) % ${words.length})::INTEGER]`;
}

function markedSql(sql: string, mark: string | undefined): string {
  return mark === undefined ? sql : `(${sql}) || '_${mark}'`;
}

function marked(value: string, mark: string | undefined): string {
  return mark === undefined ? value : `${value}_${mark}`;
}
