import type { IncomingMessage } from 'node:http';

/** A request's first part, kept as it was sent: signatures are over the raw text. */
export interface RequestHead {
  readonly method: string;
  /** As sent, percent-encoded, without the query. */
  readonly rawPath: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  /** In the order sent, names as sent. */
  readonly rawHeaders: readonly (readonly [string, string])[];
  /** Lower-case names; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
}

export function requestHead(request: IncomingMessage): RequestHead {
  const target = request.url ?? '/';
  // Some clients send an absolute target to what they take for a proxy.
  const path = target.replace(/^https?:\/\/[^/]+/i, '') || '/';
  const question = path.indexOf('?');
  const rawHeaders: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    rawHeaders.push([request.rawHeaders[index] ?? '', request.rawHeaders[index + 1] ?? '']);
  }
  return {
    method: request.method ?? 'GET',
    rawPath: question < 0 ? path : path.slice(0, question),
    rawQuery: question < 0 ? '' : path.slice(question + 1),
    rawHeaders,
    headers: joined(rawHeaders),
  };
}

function joined(rawHeaders: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const headers = new Map<string, string>();
  for (const [name, value] of rawHeaders) {
    const key = name.toLowerCase();
    const earlier = headers.get(key);
    headers.set(key, earlier === undefined ? value : `${earlier},${value}`);
  }
  return Object.fromEntries(headers);
}

/** Pairs of a raw query string, decoded. Throws URIError for a broken percent sign. */
export function queryPairs(rawQuery: string): readonly (readonly [string, string])[] {
  if (rawQuery === '') return [];
  return rawQuery
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [key, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [decodeURIComponent(key), decodeURIComponent(value)] as const;
    });
}
