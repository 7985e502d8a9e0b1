import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.js';
import { type LakeProcess, startLake } from '../../helpers/engine/lake-process.js';
import { commandsOf, pageAt } from '../docs/markdown.js';
import { LIMITED_COLUMNS } from './columns.js';
import { eventually } from './lake-clients.js';
import { clientTools } from './tools.js';

/* The README's lines for the AWS CLI, as they stand there, in one shell each. tests/docs/readme.test.ts runs the rest. */
const run = promisify(execFile);
const LINES = commandsOf(pageAt('README.md')).filter((line) => /^(?:export AWS_|aws )/.test(line));

let lake: LakeProcess;
let path: string;
beforeAll(async () => {
  const { aws } = await clientTools();
  path = aws.includes('/') ? `${join(aws, '..')}:${process.env.PATH ?? ''}` : (process.env.PATH ?? '');
  lake = await startLake({ args: ['--audit-delay', '1s'] });
});
afterAll(async () => {
  await lake.stop();
});

/** The answer to the one README line with this in it. Rejects with what the CLI said. */
async function answerTo(part: string, queryId = ''): Promise<unknown> {
  const [line, ...more] = LINES.filter((one) => one.includes(part));
  const [exported] = LINES.filter((one) => one.startsWith('export '));
  if (line === undefined || more.length > 0 || exported === undefined) throw new Error(`not one line with ${part}`);
  const script = [exported, line].join('\n').replaceAll('.lakeproof/lake', lake.stateDir).replace('QUERY_ID', queryId);
  const env = {
    PATH: path,
    HOME: lake.stateDir,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    PYTHONWARNINGS: 'ignore',
  };
  const { stdout } = await run('sh', ['-e', '-c', script], {
    env,
    cwd: packageRoot(),
    timeout: 60_000,
    maxBuffer: 1e8,
  });
  return JSON.parse(stdout) as unknown;
}

test('the README’s AWS CLI lines show what it says', async () => {
  expect(LINES.filter((line) => line.startsWith('aws cloudformation'))).toHaveLength(1);
  expect(LINES).toHaveLength(6);
  const { Arn } = z.object({ Arn: z.string() }).parse(await answerTo('get-caller-identity'));
  expect(Arn).toContain(':assumed-role/SageMakerStudioExecutionRole_data-scientist-limited/');

  const started = z.object({ QueryExecutionId: z.string() }).parse(await answerTo('start-query-execution'));
  const id = started.QueryExecutionId;
  const answer = await eventually(`query ${id} to end`, async () => {
    try {
      return await answerTo('get-query-results', id);
    } catch (error) {
      if (error instanceof Error && error.message.includes('has not yet finished')) return undefined;
      throw error;
    }
  });
  const columns = z
    .object({
      ResultSet: z.object({ ResultSetMetadata: z.object({ ColumnInfo: z.array(z.object({ Name: z.string() })) }) }),
    })
    .parse(answer)
    .ResultSet.ResultSetMetadata.ColumnInfo.map(({ Name }) => Name);
  expect(columns.toSorted()).toEqual(LIMITED_COLUMNS.toSorted());
  expect(pageAt('README.md')).toContain(`The answer has ${columns.length} columns`);

  await eventually(`GetDataAccess of ${id}`, async () => {
    const history = await answerTo('lookup-events');
    return JSON.stringify(history).includes(id) ? history : undefined;
  });
});
