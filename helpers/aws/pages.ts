import { LakeproofError } from '../../core/error.js';

/** No listing of a real account is longer than this; an endless one is a fault, not an inventory. */
const MAX_PAGES = 2_000;

/**
 * Reads all pages of a listing. An empty page with a token is not the end; only a missing token is.
 * Throws LakeproofError `AWS_TOO_MANY_PAGES`, and what `read` throws.
 */
export async function allPages<T>(
  operation: string,
  read: (token: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next: string | undefined }>,
): Promise<T[]> {
  const items: T[] = [];
  let token: string | undefined;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await read(token);
    items.push(...answer.items);
    if (answer.next === undefined || answer.next === '') return items;
    token = answer.next;
  }
  throw new LakeproofError({
    code: 'AWS_TOO_MANY_PAGES',
    message: `${operation} did not end after ${MAX_PAGES} pages`,
  });
}

/** `{ [name]: value }` where there is a value, else nothing: for optional members of requests. */
export function given<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]: V });
}
