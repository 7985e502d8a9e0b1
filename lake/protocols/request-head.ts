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
  /** Lower-case names, values without space at their ends; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
}

export function requestHead(request: Pick<IncomingMessage, 'method' | 'url' | 'rawHeaders'>): RequestHead {
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
  // Without a prototype, so that no name means anything but a header.
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of rawHeaders) {
    const key = name.toLowerCase();
    const earlier = headers[key];
    headers[key] = earlier === undefined ? value.trim() : `${earlier},${value.trim()}`;
  }
  return headers;
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
