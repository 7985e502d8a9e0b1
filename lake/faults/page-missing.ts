import type { FaultDefinition } from './fault.js';

export const pageMissing: FaultDefinition = {
  name: 'page-missing',
  about: 'A listing leaves out a page: the next one comes in its place, or where there is no next one, nothing.',
};

interface Paged {
  readonly NextToken?: unknown;
}

/** A call's answer without its page. `again` makes the call for the page that a token names. */
export function withoutPage(output: unknown, again: (token: string) => unknown): unknown {
  if (typeof output !== 'object' || output === null) return output;
  const { NextToken }: Paged = output;
  return typeof NextToken === 'string' ? again(NextToken) : emptied(output);
}

/** Every list of an answer without its entries; GetQueryResults has its rows one level deeper. */
function emptied(output: object): object {
  return Object.fromEntries(
    Object.entries(output).map(([name, value]: [string, unknown]) => [
      name,
      Array.isArray(value)
        ? []
        : name === 'ResultSet' && typeof value === 'object' && value !== null
          ? { ...value, Rows: [] }
          : value,
    ]),
  );
}
