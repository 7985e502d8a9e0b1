import type { GetQueryResultsOutput } from '@aws-sdk/client-athena';
import type { FaultDefinition } from './fault.js';

export const resultTruncated: FaultDefinition = {
  name: 'result-truncated',
  about: 'GetQueryResults leaves out the last row of a page and calls the page the last.',
};

export function truncated({ UpdateCount, ResultSet }: GetQueryResultsOutput): GetQueryResultsOutput {
  return { UpdateCount, ResultSet: { ...ResultSet, Rows: ResultSet?.Rows?.slice(0, -1) } };
}
