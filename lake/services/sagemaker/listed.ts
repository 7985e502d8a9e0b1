import { page } from '../page.js';

/** SageMaker API, "MaxResults" of its lists: 10 unless asked for more, and at most 100. */
const DEFAULT_RESULTS = 10;
const MAX_RESULTS = 100;

interface ListInput {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
  readonly SortBy?: 'CreationTime' | 'LastModifiedTime' | undefined;
  readonly SortOrder?: 'Ascending' | 'Descending' | undefined;
}

/** One page, sorted by creation time, oldest first, unless asked otherwise. `nameOf` must be unique. */
export function listed<T extends { readonly CreationTime: Date; readonly LastModifiedTime?: Date | undefined }>(
  found: readonly T[],
  input: ListInput,
  nameOf: (one: T) => string,
): { readonly items: readonly T[]; readonly next: { readonly NextToken?: string } } {
  const { NextToken, MaxResults, ...question } = input;
  const descending = input.SortOrder === 'Descending';
  /** The name makes the key unique within equal times. */
  const keyOf = (one: T): string => {
    const time = input.SortBy === 'LastModifiedTime' ? one.LastModifiedTime : one.CreationTime;
    return `${time?.toISOString()} ${nameOf(one)}`;
  };
  const sorted = [...found].sort((a, b) => (keyOf(a) < keyOf(b) === descending ? 1 : -1));
  const { items, nextToken } = page(sorted, keyOf, {
    nextToken: NextToken,
    maxResults: MaxResults ?? DEFAULT_RESULTS,
    defaultSize: MAX_RESULTS,
    descending,
    question,
    errorCode: 'ValidationException',
  });
  return { items, next: nextToken === undefined ? {} : { NextToken: nextToken } };
}
