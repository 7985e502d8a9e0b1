import { expect, it } from 'vitest';
import type { Caller } from '../../model/caller.js';
import { fromSaved, toSaved } from '../../storage/saved-value.js';
import { Execution, type StartedQuery } from './execution.js';
import { readExecution, savedExecution } from './saved.js';

const FOLDER = '/state';
const SUBMITTED_MS = Date.parse('2026-07-01T21:01:47.123Z');

const caller: Caller = {
  type: 'IAMUser',
  accountId: '111122223333',
  arn: 'arn:aws:iam::111122223333:user/ann',
  principalArn: 'arn:aws:iam::111122223333:user/ann',
  userId: 'AIDA1',
  accessKeyId: 'AKIA1',
  name: 'ann',
  tokenIssuedAt: new Date(SUBMITTED_MS),
};

function executionOf(number: number, more: Partial<StartedQuery> = {}): Execution {
  return new Execution({
    id: `id-${number}`,
    token: `token-${number}`,
    sql: 'SELECT 1',
    parameters: [],
    statement: { statementType: 'DML', substatementType: 'SELECT' },
    database: undefined,
    catalog: undefined,
    workGroup: 'primary',
    outputUri: `s3://results/id-${number}.csv`,
    caller: { ...caller },
    askedLocation: undefined,
    submittedAtMs: SUBMITTED_MS,
    ...more,
  });
}

const succeeded = executionOf(1, { database: 'db', catalog: 'AwsDataCatalog', askedLocation: 's3://results/' });
succeeded.state = 'SUCCEEDED';
succeeded.startedAtMs = SUBMITTED_MS;
succeeded.completedAtMs = SUBMITTED_MS + 40 * 24 * 60 * 60 * 1_000;
succeeded.dataScannedBytes = 12;
succeeded.manifestUri = 's3://results/id-1-manifest.csv';
succeeded.result = {
  columns: [{ name: 'a', type: 'bigint', precision: 19, scale: 0, caseSensitive: false }],
  rows: { offset: 5_000_000_000, lengthBytes: 7 },
  updateCount: 3,
  hasHeader: true,
};

const inFile = executionOf(2, { parameters: ['1'], outputUri: 's3://results/a/id-2.txt', workGroup: 'other' });
inFile.state = 'SUCCEEDED';
inFile.result = { columns: [], rows: `${FOLDER}/athena-results/id-2.jsonl`, updateCount: 0, hasHeader: false };

const failed = executionOf(3, { statement: { statementType: 'DDL', substatementType: 'CREATE_TABLE' } });
failed.state = 'FAILED';
failed.reason = 'COLUMN_NOT_FOUND: line 1:8';
failed.errorNumbers = { category: 2, type: 1006 };
failed.completedAtMs = SUBMITTED_MS + 1;

const FACTS = [
  ['id', 'token', 'sql', 'parameters', 'statement', 'database', 'catalog', 'workGroup', 'outputUri', 'caller'],
  ['askedLocation', 'submittedAtMs', 'state', 'startedAtMs', 'completedAtMs', 'reason', 'errorNumbers'],
  ['dataScannedBytes', 'result', 'manifestUri'],
].flat() as readonly (keyof Execution)[];

function fromState(execution: Execution, folder = FOLDER): Execution {
  const written = JSON.stringify(toSaved(savedExecution(execution, FOLDER)));
  return readExecution(fromSaved(JSON.parse(written)), folder);
}

const factsOf = (execution: Execution): unknown => Object.fromEntries(FACTS.map((name) => [name, execution[name]]));

it.each([
  ['QUEUED', executionOf(0)],
  ['SUCCEEDED', succeeded],
  ['SUCCEEDED with a file of rows', inFile],
  ['FAILED', failed],
])('a query that is %s is the same from the state folder', (_, execution) => {
  expect(factsOf(fromState(execution))).toEqual(factsOf(execution));
});

it('names the file of rows from the state folder, which may be moved', () => {
  const moved = fromState(inFile, '/elsewhere');
  expect(moved.result?.rows).toBe('/elsewhere/athena-results/id-2.jsonl');
});

it('holds once what queries say alike, and keeps apart what they do not', () => {
  const again = [1, 2].map((number) => fromState(executionOf(number)));
  expect(again[0]?.statement).toBe(again[1]?.statement);
  expect(again[0]?.caller).toBe(again[1]?.caller);
  expect(again.map(({ id, token, outputUri }) => [id, token, outputUri])).toEqual([
    ['id-1', 'token-1', 's3://results/id-1.csv'],
    ['id-2', 'token-2', 's3://results/id-2.csv'],
  ]);
});
