import type { Exchange } from '../../model/action.js';
import type { Caller } from '../../model/caller.js';
import type { Deployment } from '../../provision/deployment.js';
import type { Stack } from '../../provision/stack.js';
import { validationError } from './errors.js';
import type { CloudFormationState } from './state.js';

/** Most stacks are done by then: a client that looks at once finds them so, and need not wait for its next look. */
const ANSWER_WITHIN_MS = 2_000;
const SERVICE = 'cloudformation.amazonaws.com';

/** A deployment of a stack by whoever asked, or by the stack's role. Throws ValidationError for a role that cannot be had. */
export function deploymentFor(
  state: CloudFormationState,
  stack: Stack,
  exchange: Exchange,
  request: { readonly roleArn: string | undefined; readonly token: string | undefined },
): Deployment {
  return {
    lake: state.getLake(),
    stacks: state.stacks,
    stack,
    actor: actorFor(state, exchange.caller, request.roleArn),
    token: request.token,
    onDefect: state.onDefect,
  };
}

function actorFor(state: CloudFormationState, caller: Caller, roleArn: string | undefined): Caller {
  if (roleArn === undefined) return caller;
  const actor = state.getLake().takeServiceRole?.(roleArn, { service: SERVICE, sessionName: 'AWSCloudFormation' });
  if (actor === undefined) throw validationError(`Role ${roleArn} is invalid or cannot be assumed`);
  return actor;
}

/** Begins work on a stack after what is under way there, and resolves when it is done or soon after. */
export async function run(state: CloudFormationState, stack: Stack, work: () => Promise<unknown>): Promise<void> {
  const before = state.running.get(stack) ?? Promise.resolve();
  const running = before
    .then(work)
    .then(() => undefined, state.onDefect)
    .finally(() => {
      if (state.running.get(stack) === running) state.running.delete(stack);
      state.onSettled();
    });
  state.running.set(stack, running);
  state.stacks.changed(stack);
  await Promise.race([running, state.account.clock.sleep(ANSWER_WITHIN_MS)]);
}

/** Statuses in which a stack can be updated (CloudFormation User Guide, "Stack status codes"). */
const UPDATABLE: ReadonlySet<string> = new Set([
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
]);

/** Throws ValidationError. */
export function checkUpdatable(stack: Stack): void {
  if (UPDATABLE.has(stack.status)) return;
  throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
}
