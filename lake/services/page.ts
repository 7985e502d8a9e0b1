import { sha256OfJson } from '../../core/digest.js';
import { AwsError } from '../model/aws-error.js';

export interface PageRequest {
  readonly nextToken: string | undefined;
  readonly maxResults: number | undefined;
  /** Page size when none is asked for, and the largest that may be asked for. */
  readonly defaultSize: number;
  /** True when `items` run from the highest key to the lowest. */
  readonly descending?: boolean;
  /** What else was asked: a token is good for the same question only. */
  readonly question: unknown;
  /** The service's name for a bad parameter, for example `InvalidInputException`. */
  readonly errorCode: string;
}

/**
 * One page of `items`, which are sorted by `keyOf`. The token names the last key shown, so that what is added or removed
 * between two pages neither repeats nor hides anything else. Throws AwsError `errorCode` for a token that is not ours.
 */
export function page<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  request: PageRequest,
): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  const digest = sha256OfJson(withoutUndefined(request.question)).slice(0, 16);
  const after = request.nextToken === undefined ? undefined : readToken(request.nextToken, digest, request.errorCode);
  const size = Math.min(request.maxResults ?? request.defaultSize, request.defaultSize);
  const rest =
    after === undefined
      ? items
      : items.filter((item) => (request.descending === true ? keyOf(item) < after : keyOf(item) > after));
  const shown = rest.slice(0, size);
  const last = shown.at(-1);
  const nextToken = last === undefined || rest.length <= size ? undefined : writeToken(keyOf(last), digest);
  return { items: shown, nextToken };
}

function writeToken(key: string, digest: string): string {
  return Buffer.from(`${digest}:${key}`, 'utf8').toString('base64url');
}

function readToken(token: string, digest: string, errorCode: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!text.startsWith(`${digest}:`)) throw new AwsError(errorCode, 'Invalid pagination token provided.');
  return text.slice(digest.length + 1);
}

function withoutUndefined(question: unknown): unknown {
  return JSON.parse(JSON.stringify(question ?? null));
}
