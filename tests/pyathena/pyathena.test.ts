import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_COLUMNS, LIMITED_COLUMNS } from '../clients/columns.js';
import { type LakeClients, startLakeClients } from '../clients/lake-clients.js';

/** Where the published notebook leaves query results. */
const STAGING = 's3://sagemaker-audit-control-query-results-us-east-1-111122223333/queries/';
const NOT_FOUND =
  "COLUMN_NOT_FOUND: line 1:8: Column 'customer_id' cannot be resolved or requester is not authorized to access requested resources";

let clients: LakeClients;
beforeAll(async () => {
  clients = await startLakeClients({ template: 'infra/walkthrough-as-published.template.yaml', data: 'reviews' });
});
afterAll(async () => {
  await clients.stop();
});

describe('PyAthena, by each of its cursors', () => {
  test.each([
    ['data-scientist-full', ALL_COLUMNS, null],
    ['data-scientist-limited', LIMITED_COLUMNS, NOT_FOUND],
  ])("runs the published notebook's queries as %s", async (profile, columns, refusal) => {
    const { status, stdout, stderr } = await clients.python(profile, 'tests/pyathena/notebook.py', STAGING);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      tuples: {
        database: 'amazon_reviews_db',
        table: 'amazon_reviews_parquet',
        columns,
        rows: 10,
        bound: 0,
        types: ['int', 'str'],
      },
      dictionaries: { columns, rows: 10 },
      frames: { shown: [['amazon_reviews_db']], columns, rows: 10 },
      refusal,
    });
  });
});
