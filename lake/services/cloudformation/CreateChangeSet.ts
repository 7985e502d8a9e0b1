import { randomUUID } from 'node:crypto';
import type { CreateChangeSetInput, CreateChangeSetOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { AwsError, notImplemented } from '../../model/aws-error.js';
import { type Plan, planOf } from '../../provision/plan.js';
import type { ChangeSet, Stack } from '../../provision/stack.js';
import { DEFAULT_SETTINGS } from '../../provision/stack-store.js';
import { checkCapabilities } from './capabilities.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { aboutTemplate, stackNotFound, validationError } from './errors.js';
import { checkStackName } from './names.js';
import { refuseNotHonoured, requestedSettings, requestedTarget } from './request.js';
import { checkUpdatable } from './run.js';
import type { CloudFormationState } from './state.js';
import { requestedText } from './template-source.js';

/** Seen in the AWS CLI's `deploy`, which tells by it that there is nothing to do. */
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";
/** The lake's own bound; CloudFormation's quota is not published. */
const MAX_CHANGE_SETS = 1000;

/** What a stack would become, to be looked at first. Source: CloudFormation API Reference, "CreateChangeSet". */
export const createChangeSet = (state: CloudFormationState): Action<CreateChangeSetInput, CreateChangeSetOutput> =>
  cloudFormationAction(state, {
    operation: 'CreateChangeSet',
    readOnly: false,
    about: 'stack',
    handle: async (input, exchange) => {
      refuseNotHonoured(input);
      const stack = stackFor(state, input);
      const text = await requestedText(state, stack, input, exchange);
      const name = input.ChangeSetName ?? '';
      if (stack.changeSets.has(name)) {
        throw new AwsError('AlreadyExistsException', `ChangeSet ${name} already exists`);
      }
      if (stack.changeSets.size >= MAX_CHANGE_SETS) {
        throw new AwsError('LimitExceededException', `ChangeSet limit exceeded for stack ${stack.name}`);
      }
      const target = requestedTarget(state, stack, text, input);
      const { OnStackFailure } = input;
      const settings = requestedSettings(stack.settings, {
        ...input,
        ...(OnStackFailure === undefined ? {} : { OnFailure: OnStackFailure }),
      });
      checkCapabilities(target.template, settings.capabilities);
      const plan = aboutTemplate(() => planOf(state.stacks, stack, target));
      // Only now, when nothing is wrong with it, is a new stack one that others see.
      if (state.stacks.find(stack.id) === undefined) state.stacks.keep(stack);
      const changeSet = newChangeSet(state, stack, plan, { input, target, settings });
      stack.changeSets.set(name, changeSet);
      state.stacks.changed(stack);
      return { Id: changeSet.id, StackId: stack.id };
    },
  });

function stackFor(state: CloudFormationState, input: CreateChangeSetInput): Stack {
  const { StackName: name = '', ChangeSetType: type = 'UPDATE', ChangeSetName = '' } = input;
  if (type === 'IMPORT') throw notImplemented('Importing resources into a stack');
  const existing = state.stacks.find(name);
  if (type === 'UPDATE') {
    if (existing === undefined) throw stackNotFound(name);
    checkUpdatable(existing);
    return existing;
  }
  if (existing?.status === 'REVIEW_IN_PROGRESS') return existing;
  if (existing !== undefined) {
    throw validationError(
      `Stack [${name}] already exists and cannot be created again with the changeSet [${ChangeSetName}].`,
    );
  }
  checkStackName(name);
  if (state.stacks.isFull) throw new AwsError('LimitExceededException', 'Limit for stack has been exceeded');
  return state.stacks.make(name, { ...DEFAULT_SETTINGS, tags: input.Tags ?? [], roleArn: input.RoleARN });
}

function newChangeSet(
  { account }: CloudFormationState,
  stack: Stack,
  plan: Plan,
  about: Pick<ChangeSet, 'target' | 'settings'> & { readonly input: CreateChangeSetInput },
): ChangeSet {
  const { input, target, settings } = about;
  const name = input.ChangeSetName ?? '';
  const { partition, region, accountId, clock } = account;
  const hasChanges = !plan.isEmpty || stack.target === undefined;
  return {
    id: `arn:${partition}:cloudformation:${region}:${accountId}:changeSet/${name}/${randomUUID()}`,
    name,
    description: input.Description,
    createdAt: clock.now(),
    target,
    settings,
    changes: plan.changes,
    status: hasChanges ? 'CREATE_COMPLETE' : 'FAILED',
    statusReason: hasChanges ? undefined : NO_CHANGES,
    executionStatus: hasChanges ? 'AVAILABLE' : 'UNAVAILABLE',
  };
}
