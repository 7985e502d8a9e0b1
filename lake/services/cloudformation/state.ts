import type { Lake, LakeAccount } from '../../model/lake.js';
import type { Stack } from '../../provision/stack.js';
import type { StackStore } from '../../provision/stack-store.js';
import { changeSetNotFound, stackNotFound } from './errors.js';

/** What the actions of CloudFormation work on. */
export interface CloudFormationState {
  readonly account: LakeAccount;
  readonly stacks: StackStore;
  readonly getLake: () => Lake;
  /** What is under way on a stack. */
  readonly running: Map<Stack, Promise<void>>;
  readonly onDefect: (defect: unknown) => void;
  /** Hears of each operation on a stack that has come to its end. */
  readonly onSettled: () => void;
}

/** Throws ValidationError. */
export function stackNamed(state: CloudFormationState, nameOrId: string | undefined) {
  const stack = state.stacks.find(nameOrId ?? '');
  if (stack === undefined) throw stackNotFound(nameOrId ?? '');
  return stack;
}

/** By its ARN, or by its name and its stack. Throws ChangeSetNotFound. */
export function changeSetNamed(
  state: CloudFormationState,
  {
    ChangeSetName: name = '',
    StackName,
  }: { readonly ChangeSetName?: string | undefined; readonly StackName?: string | undefined },
) {
  const stacks = StackName === undefined ? state.stacks.all() : [stackNamed(state, StackName)];
  for (const stack of stacks) {
    const changeSet = [...stack.changeSets.values()].find(
      (one) => one.id === name || (StackName !== undefined && one.name === name),
    );
    if (changeSet !== undefined) return { stack, changeSet };
  }
  throw changeSetNotFound(name);
}
