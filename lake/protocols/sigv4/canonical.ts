import { queryPairs, type RequestHead } from '../request-head.js';

/** RFC 3986 encoding as SigV4 wants it: everything but unreserved characters. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * The canonical request that was signed. S3 signs the path encoded once; the others sign it normalised and encoded
 * again. Source: IAM User Guide, "Create a signed AWS API request", step 1.
 */
export function canonicalRequest(
  head: RequestHead,
  signedHeaders: readonly string[],
  payloadHash: string,
  service: string,
): string {
  return [
    head.method,
    service === 's3' ? encodePath(head.rawPath) : encodePath(normalised(head.rawPath), { twice: true }),
    canonicalQuery(head.rawQuery),
    ...signedHeaders.map((name) => `${name}:${headerValue(head, name)}`),
    '',
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

function encodePath(rawPath: string, options: { readonly twice?: boolean } = {}): string {
  if (rawPath === '/') return rawPath;
  return rawPath
    .split('/')
    .map((segment) => {
      const once = encodeStrictly(decodeURIComponent(segment));
      return options.twice === true ? encodeStrictly(once) : once;
    })
    .join('/');
}

/** RFC 3986 5.2.4: without `.`, `..` and doubled slashes. */
function normalised(rawPath: string): string {
  const kept: string[] = [];
  for (const segment of rawPath.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const path = `/${kept.join('/')}`;
  return rawPath.endsWith('/') && path !== '/' ? `${path}/` : path;
}

function canonicalQuery(rawQuery: string): string {
  return queryPairs(rawQuery)
    .filter(([key]) => key !== 'X-Amz-Signature')
    .map(([key, value]) => [encodeStrictly(key), encodeStrictly(value)] as const)
    .sort(([keyA, valueA], [keyB, valueB]) => compare(keyA, keyB) || compare(valueA, valueB))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function headerValue(head: RequestHead, name: string): string {
  const value = head.headers[name] ?? '';
  return value.includes('  ') ? value.replaceAll(/ +/g, ' ') : value;
}
