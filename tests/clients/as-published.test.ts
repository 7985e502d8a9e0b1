import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_COLUMNS, LIMITED_COLUMNS } from './columns.js';
import { type LakeClients, startLakeClients } from './lake-clients.js';
import { eventOfQuery, query, results } from './query.js';

const FULL = 'data-scientist-full';
const LIMITED = 'data-scientist-limited';
/** Where the published notebook leaves query results. */
const STAGING = 's3://sagemaker-audit-control-query-results-us-east-1-111122223333/queries/';

let clients: LakeClients;
beforeAll(async () => {
  clients = await startLakeClients({ template: 'infra/walkthrough-as-published.template.yaml', data: 'reviews' });
});
afterAll(async () => {
  await clients.stop();
});

describe.each([
  [FULL, ALL_COLUMNS],
  [LIMITED, LIMITED_COLUMNS],
])("the published notebook's three queries as %s", (profile, columns) => {
  test('by the AWS CLI', async () => {
    const rowsOf = async (sql: string) => {
      const { id, status } = await query(clients, profile, sql, [
        '--result-configuration',
        `OutputLocation=${STAGING}`,
      ]);
      expect(status.State, status.StateChangeReason).toBe('SUCCEEDED');
      return results(clients, profile, id);
    };
    expect((await rowsOf('SHOW DATABASES')).rows).toEqual([['amazon_reviews_db']]);
    expect((await rowsOf('SHOW TABLES IN amazon_reviews_db')).rows).toEqual([['amazon_reviews_parquet']]);
    const selected = await rowsOf('SELECT * FROM amazon_reviews_db.amazon_reviews_parquet LIMIT 10');
    expect(selected.columns).toEqual(columns);
    expect(selected.rows).toHaveLength(11);
  });

  test('by boto3', async () => {
    const { status, stdout, stderr } = await clients.python(profile, 'tests/clients/notebook.py', STAGING);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      account: '111122223333',
      databases: [['amazon_reviews_db']],
      tables: [['amazon_reviews_parquet']],
      columns,
      rows: 10,
    });
  });
});

describe('as published', () => {
  test("a denied column ends FAILED in AWS's words, and both events of a query are found", async () => {
    const where = ['--result-configuration', `OutputLocation=${STAGING}`];
    const table = 'amazon_reviews_db.amazon_reviews_parquet';
    const { status } = await query(clients, LIMITED, `SELECT customer_id FROM ${table}`, where);
    expect(status).toMatchObject({
      State: 'FAILED',
      AthenaError: { ErrorCategory: 2, ErrorType: 1006, Retryable: false },
    });
    expect(status.StateChangeReason).toContain("COLUMN_NOT_FOUND: line 1:8: Column 'customer_id' cannot be resolved");
    const { id } = await query(clients, LIMITED, `SELECT product_title FROM ${table} LIMIT 1`, where);
    for (const eventName of ['StartQueryExecution', 'GetDataAccess']) {
      expect(await eventOfQuery(clients, eventName, id)).toMatchObject({ eventName });
    }
  });

  test("the weak spot: one person reads another's results", async () => {
    const where = ['--result-configuration', `OutputLocation=${STAGING}`];
    const { outputLocation } = await query(clients, FULL, "SELECT 'seen' AS word", where);
    const copied = await clients.aws(LIMITED, 's3', 'cp', outputLocation, '-');
    expect(copied.stdout).toContain('seen');
  });
});
