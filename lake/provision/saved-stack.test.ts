import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/clock.js';
import { fromSaved, toSaved } from '../storage/saved-value.js';
import { restoredStack, savedStack } from './saved-stack.js';
import type { Stack, StackResource } from './stack.js';
import { DEFAULT_SETTINGS, StackStore } from './stack-store.js';
import { targetOf } from './target.js';

const account = {
  partition: 'aws',
  region: 'us-east-1',
  accountId: '111122223333',
  clock: new FakeClock(),
  stateDir: '/nowhere',
};

function stackIn(status: Stack['status'], resourceStatus: StackResource['status']): Stack {
  const stack = new StackStore(account).make('one', DEFAULT_SETTINGS);
  const text = 'Parameters: { P: { Type: String } }\nResources: { A: { Type: AWS::S3::Bucket } }';
  stack.target = targetOf(account, stack, { text, file: 'template', parameters: { P: 'x' } });
  stack.status = status;
  stack.imports = new Set(['shared']);
  stack.resources.set('A', {
    logicalId: 'A',
    type: 'AWS::S3::Bucket',
    status: resourceStatus,
    statusReason: undefined,
    updatedAt: account.clock.now(),
    provided: { physicalId: 'a', attributes: { Arn: 'arn:aws:s3:::a' } },
    properties: { BucketName: 'a' },
    deletionPolicy: 'Retain',
    updateReplacePolicy: 'Delete',
    dependsOn: ['B'],
    metadata: { $odd: 1 },
  });
  return stack;
}

const restored = (stack: Stack) =>
  restoredStack(account, fromSaved(JSON.parse(JSON.stringify(toSaved(savedStack(stack))))));

describe('a stack that was kept', () => {
  it('is as it was', () => {
    const stack = stackIn('CREATE_COMPLETE', 'CREATE_COMPLETE');
    expect(restored(stack)).toEqual(stack);
  });

  it.each([
    ['CREATE_IN_PROGRESS', 'CREATE_FAILED'],
    ['UPDATE_IN_PROGRESS', 'UPDATE_FAILED'],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_FAILED'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED'],
    ['DELETE_IN_PROGRESS', 'DELETE_FAILED'],
    ['REVIEW_IN_PROGRESS', 'REVIEW_IN_PROGRESS'],
  ] as const)('while it was %s is %s', (status, after) => {
    const stack = restored(stackIn(status, 'CREATE_IN_PROGRESS'));
    expect(stack.status).toBe(after);
    expect(stack.resources.get('A')?.status).toBe('CREATE_FAILED');
    expect(stack.statusReason).toBe(status === after ? undefined : 'The lake ended while this was under way.');
  });

  it.each([null, {}, { id: 'x' }, []])('is none that reads %j', (saved) => {
    expect(() => restoredStack(account, saved)).toThrow();
  });
});
