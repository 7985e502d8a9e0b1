import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock.js';
import { accessTo } from '../../tests/support/fake-access.js';
import { type FakeAws, type FakeCall, FakeError, startFakeAws } from '../../tests/support/fake-aws.js';
import type { AwsAccess } from '../aws/access.js';
import { QueryWatch } from './query-watch.js';

let fake: FakeAws | undefined;
let access: AwsAccess | undefined;

afterEach(async () => {
  access?.close();
  await fake?.close();
});

interface WatchOf {
  readonly watch: QueryWatch;
  readonly controller: AbortController;
  readonly operations: () => readonly string[];
}

async function watchOf(handle: (call: FakeCall) => unknown, queryDeadlineMs = 5_000): Promise<WatchOf> {
  const aws = await startFakeAws(handle);
  fake = aws;
  const controller = new AbortController();
  access = accessTo(aws.url);
  const watch = new QueryWatch({
    access,
    clients: access.baseClients(),
    clock: systemClock,
    signal: controller.signal,
    queryDeadlineMs,
    pollFirstMs: 5,
    pollMaxMs: 20,
  });
  return { watch, controller, operations: () => aws.calls.map(({ operation }) => operation) };
}

function execution(id: string, State = 'SUCCEEDED'): unknown {
  return { QueryExecutionId: id, Status: { State } };
}

function idsOf({ input }: FakeCall): readonly string[] {
  return Array.isArray(input.QueryExecutionIds) ? input.QueryExecutionIds.map(String) : [];
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, at) => `query-${at}`);

describe('waiting for queries', () => {
  it('asks for fifty at a time', async () => {
    const { watch, operations } = await watchOf((call) => ({
      QueryExecutions: idsOf(call).map((id) => execution(id)),
    }));
    const ended = await Promise.all(ids(120).map((id) => watch.ended(id)));
    expect(ended.map(({ value }) => value.queryExecutionId)).toEqual(ids(120));
    expect(operations()).toEqual(Array.from({ length: 3 }, () => 'athena:BatchGetQueryExecution'));
  });

  it('goes back to waiting when a running query is queued again', async () => {
    const states = ['RUNNING', 'QUEUED', 'RUNNING', 'FAILED'];
    const { watch } = await watchOf((call) => ({
      QueryExecutions: idsOf(call).map((id) => execution(id, states.shift() ?? 'FAILED')),
    }));
    expect((await watch.ended('q')).value.state).toBe('FAILED');
  });

  it.each(['NotImplemented', 'AccessDeniedException'])('asks one by one where a batch is answered %s', async (code) => {
    const { watch, operations } = await watchOf(({ operation, input }) => {
      if (operation === 'athena:BatchGetQueryExecution') throw new FakeError(code, 'no');
      return { QueryExecution: execution(String(input.QueryExecutionId)) };
    });
    await Promise.all(ids(3).map((id) => watch.ended(id)));
    await watch.ended('later');
    expect(operations().filter((operation) => operation === 'athena:BatchGetQueryExecution')).toHaveLength(1);
  });

  it('asks one by one for what a batch did not process', async () => {
    const { watch } = await watchOf(({ operation, input, ...call }) =>
      operation === 'athena:BatchGetQueryExecution'
        ? {
            QueryExecutions: [execution(idsOf({ operation, input, ...call })[0] ?? '')],
            UnprocessedQueryExecutionIds: [],
          }
        : { QueryExecution: execution(String(input.QueryExecutionId), 'CANCELLED') },
    );
    const [first, second] = await Promise.all([watch.ended('a'), watch.ended('b')]);
    expect([first.value.state, second.value.state]).toEqual(['SUCCEEDED', 'CANCELLED']);
  });

  it('gives up a query that takes too long, and that one only', async () => {
    const { watch } = await watchOf(
      (call) => ({ QueryExecutions: idsOf(call).map((id) => execution(id, id === 'slow' ? 'RUNNING' : 'SUCCEEDED')) }),
      100,
    );
    const slow = watch.ended('slow').catch((error: unknown) => error);
    expect((await watch.ended('fast')).value.state).toBe('SUCCEEDED');
    expect(await slow).toMatchObject({ code: 'ENGINE_DEADLINE' });
  });

  it('fails all that wait when the call fails, and can be used again', async () => {
    let failing = true;
    const { watch } = await watchOf((call) => {
      if (failing) throw new FakeError('InternalServerException', 'no', 500);
      return { QueryExecutions: idsOf(call).map((id) => execution(id)) };
    });
    await expect(Promise.all([watch.ended('a'), watch.ended('b')])).rejects.toMatchObject({
      fault: { class: 'service-error' },
    });
    failing = false;
    expect((await watch.ended('c')).value.state).toBe('SUCCEEDED');
  });

  it('ends at once when the run is over', async () => {
    const { watch, controller } = await watchOf((call) => ({
      QueryExecutions: idsOf(call).map((id) => execution(id, 'RUNNING')),
    }));
    const waiting = watch.ended('a').catch((error: unknown) => error);
    controller.abort(new Error('enough'));
    expect(await waiting).toMatchObject({ message: 'enough' });
  });
});
