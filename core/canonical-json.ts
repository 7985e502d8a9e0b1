import canonicalizeDefault from 'canonicalize';

// The package is CommonJS whose types describe a default export; under NodeNext the callable is the default itself.
const canonicalize = canonicalizeDefault as unknown as (value: unknown) => string | undefined;

/** RFC 8785 canonical JSON: equal values give equal bytes. Throws TypeError for what JSON cannot hold. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('canonicalJson: the value has no JSON form');
  return text;
}
