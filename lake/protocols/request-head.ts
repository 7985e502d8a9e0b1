import type { IncomingMessage } from 'node:http';

/** A request's first part, kept as it was sent: signatures are over the raw text. */
export interface RequestHead {
  readonly method: string;
  /** As sent, percent-encoded, without the query. */
  readonly rawPath: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  /** In the order sent, names as sent: a name, its value, the next name. */
  readonly rawHeaders: readonly string[];
  /** Lower-case names, values without space at their ends; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
}

export function requestHead(request: Pick<IncomingMessage, 'method' | 'url' | 'rawHeaders'>): RequestHead {
  const target = request.url ?? '/';
  // Some clients send an absolute target to what they take for a proxy.
  const path = target.replace(/^https?:\/\/[^/]+/i, '') || '/';
  const question = path.indexOf('?');
  return {
    method: request.method ?? 'GET',
    rawPath: question < 0 ? path : path.slice(0, question),
    rawQuery: question < 0 ? '' : path.slice(question + 1),
    rawHeaders: request.rawHeaders,
    headers: joined(request.rawHeaders),
  };
}

/** How often a header was sent; `name` in lower case. */
export function timesSent({ rawHeaders }: RequestHead, name: string): number {
  return rawHeaders.filter(
    (text, index) => index % 2 === 0 && text.length === name.length && text.toLowerCase() === name,
  ).length;
}

function joined(rawHeaders: readonly string[]): Readonly<Record<string, string>> {
  // Without a prototype, so that no name means anything but a header.
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const key = (rawHeaders[index] ?? '').toLowerCase();
    const value = (rawHeaders[index + 1] ?? '').trim();
    const earlier = headers[key];
    headers[key] = earlier === undefined ? value : `${earlier},${value}`;
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
