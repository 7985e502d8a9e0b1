import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type LakeClients, startLakeClients } from './lake-clients.js';

const ADMIN = 'lake-admin';
let clients: LakeClients;
beforeAll(async () => {
  clients = await startLakeClients({
    template: 'infra/walkthrough.template.yaml',
    data: 'none',
    args: ['--cell-filters-through-views', 'applied'],
  });
});
afterAll(async () => {
  await clients.stop();
});

async function foundBy(script: string): Promise<Readonly<Record<string, unknown>>> {
  const { status, stdout, stderr } = await clients.python(ADMIN, script);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(stdout));
}

describe('boto3', () => {
  test('sets up a data lake by Glue, Lake Formation and Athena, and each person reads what was granted', async () => {
    const all = [
      ['1', 'EU'],
      ['2', 'US'],
      ['3', 'EU'],
    ];
    const noSchema = "SCHEMA_NOT_FOUND: line 1:15: Schema 'shop' does not exist";
    expect(await foundBy('tests/clients/data_lake.py')).toEqual({
      versions: [
        ['1', 3],
        ['0', 2],
      ],
      batch: 'AlreadyExistsException',
      partitions: [['2026-01-01'], ['2026-01-02']],
      searched: ['visits'],
      exists: ['AlreadyExistsException', 'Database already exists.'],
      registered: ['arn:aws:s3:::boto-data', true, 'AlreadyExistsException'],
      made: [],
      view: [],
      filters: ['eu'],
      tagged: [],
      tags: { id: ['open'], note: ['closed'], region: ['open'] },
      failures: [['4', 'InvalidInputException']],
      read: { columns: all, cells: all.filter(([, region]) => region === 'EU'), tagged: all, nobody: noSchema },
      hidden:
        "COLUMN_NOT_FOUND: line 1:8: Column 'note' cannot be resolved or requester is not authorized to access requested resources",
      // The lake is switched so; AWS documents that a table's filters are not carried over.
      'through the view': [['2']],
      tables: ['orders'],
      columns: ['id', 'region'],
      'not shown': ['AccessDeniedException', 'Insufficient Lake Formation permission(s): Required Describe on orders'],
      listed: [[['TableWithColumns'], ['SELECT']]],
      'opt-ins': 1,
      revoked: noSchema,
      'not allowed': [
        'AccessDeniedException',
        'Resource does not exist or requester is not authorized to access requested permissions.',
      ],
    });
  });

  test('keeps objects, runs statements and reads the history by S3, Athena and CloudTrail', async () => {
    expect(await foundBy('tests/clients/queries.py')).toEqual({
      object: 'text 1',
      keys: [0, 1, 2, 3, 4].map((number) => `folder/${number}.txt`),
      folders: ['folder/'],
      large: 7 * 1024 * 1024,
      absent: 'NoSuchKey',
      'version 2': [400, 'InvalidRequest'],
      fetched: [200, 'text 2'],
      sent: 200,
      'then read': 'by plain HTTP',
      spoiled: 403,
      expired: 403,
      deleted: 5,
      paged: [1, 2, 3, 4, 5, 6, 7].map((number) => [String(number)]),
      location: 's3://boto-objects/results/',
      prepared: [[], [['2'], ['3']], [['3']], []],
      plan: true,
      cancelled: ['CANCELLED', 'Query cancelled by user'],
      history: 6,
      syntax: 'InvalidRequestException',
      events: ['StartQueryExecution'],
      omitted: true,
    });
  });
});
