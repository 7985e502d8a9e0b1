import { randomUUID } from 'node:crypto';
import type { LakeAccount } from '../model/lake.js';
import { journalOf } from '../storage/journal.js';
import { KeptMap } from '../storage/kept-map.js';
import { restoredStack, savedStack } from './saved-stack.js';
import type { Stack, StackSettings } from './stack.js';

/** Quota "stacks" of an account (CloudFormation User Guide), and how many deleted ones stay known. */
export const MAX_STACKS = 2000;
const MAX_DELETED = 1000;

export const DEFAULT_SETTINGS: StackSettings = {
  capabilities: [],
  tags: [],
  roleArn: undefined,
  onFailure: 'ROLLBACK',
  retainExceptOnCreate: false,
};

/** The stacks of one account and Region, those that were deleted among them. */
export class StackStore {
  readonly account: LakeAccount;
  /** By id, oldest first. */
  readonly #stacks: KeptMap<Stack>;

  constructor(account: LakeAccount) {
    this.account = account;
    this.#stacks = new KeptMap(journalOf(account), {
      name: 'cloudformation/stacks',
      parse: (saved) => restoredStack(account, saved),
      save: savedStack,
    });
  }

  /** Every stack, newest first. */
  all(): readonly Stack[] {
    return [...this.#stacks.values()].reverse();
  }

  /** By name, of those that are there; or by id, of all. */
  find(nameOrId: string): Stack | undefined {
    return nameOrId.startsWith('arn:')
      ? this.#stacks.get(nameOrId)
      : this.#present().find(({ name }) => name === nameOrId);
  }

  get isFull(): boolean {
    return this.#present().length >= MAX_STACKS;
  }

  /** A stack in REVIEW_IN_PROGRESS that is not kept yet. `uuid` is the last part of its id. */
  make(name: string, settings: StackSettings, uuid: string = randomUUID()): Stack {
    return {
      id: this.arnOf(name, uuid),
      name,
      createdAt: this.account.clock.now(),
      updatedAt: undefined,
      deletedAt: undefined,
      status: 'REVIEW_IN_PROGRESS',
      statusReason: undefined,
      target: undefined,
      settings,
      terminationProtection: false,
      timeoutMinutes: undefined,
      changeSetId: undefined,
      outputs: [],
      imports: new Set(),
      resources: new Map(),
      changeSets: new Map(),
      events: [],
    };
  }

  keep(stack: Stack): void {
    this.#stacks.set(stack.id, stack);
  }

  /** Something of a kept stack is another. */
  changed(stack: Stack): void {
    if (this.#stacks.get(stack.id) === stack) this.#stacks.changed(stack.id);
  }

  #present(): readonly Stack[] {
    return [...this.#stacks.values()].filter(({ deletedAt }) => deletedAt === undefined);
  }

  /** The name is free from now on; the stack stays known by its id. */
  bury(stack: Stack): void {
    stack.deletedAt = this.account.clock.now();
    this.changed(stack);
    const deleted = [...this.#stacks.values()].filter(({ deletedAt }) => deletedAt !== undefined);
    for (const old of deleted.slice(0, Math.max(0, deleted.length - MAX_DELETED))) this.#stacks.delete(old.id);
  }

  arnOf(name: string, uuid: string): string {
    const { partition, region, accountId } = this.account;
    return `arn:${partition}:cloudformation:${region}:${accountId}:stack/${name}/${uuid}`;
  }

  /** Every export of the account, by name. */
  exports(): readonly { readonly name: string; readonly value: string; readonly stack: Stack }[] {
    return this.#present()
      .flatMap((stack) =>
        stack.outputs.flatMap(({ exportName, value }) =>
          exportName === undefined ? [] : [{ name: exportName, value, stack }],
        ),
      )
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Stacks that read an export. */
  importersOf(exportName: string): readonly Stack[] {
    return this.#present().filter(({ imports }) => imports.has(exportName));
  }
}
