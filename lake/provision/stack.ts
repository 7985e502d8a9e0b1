import type {
  Capability,
  ChangeSetStatus,
  ExecutionStatus,
  OnFailure,
  StackStatus,
  Tag,
} from '@aws-sdk/client-cloudformation';
import type { Caller } from '../model/caller.js';
import type { PlannedChange } from './plan.js';
import type { Provided } from './provider.js';
import type { Target } from './target.js';

/** The part of CloudFormation's ResourceStatus that stacks without import, hooks and drift come to. */
export type ResourceStatus =
  | `${'CREATE' | 'UPDATE' | 'DELETE'}_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | 'DELETE_SKIPPED';

/** One resource of a stack. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  status: ResourceStatus;
  statusReason: string | undefined;
  updatedAt: Date;
  /** Undefined until it is there, and again when it has gone. */
  provided: Provided | undefined;
  /** As they were resolved when it was last created or changed. */
  properties: unknown;
  deletionPolicy: 'Delete' | 'Retain' | 'RetainExceptOnCreate';
  updateReplacePolicy: 'Delete' | 'Retain';
  /** Logical ids of what it needs. */
  dependsOn: readonly string[];
  metadata: unknown;
}

/** Something that happened to a stack or one of its resources (CloudFormation API, StackEvent). */
export interface StackEvent {
  readonly eventId: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly at: Date;
  readonly status: string;
  readonly reason: string | undefined;
  /** JSON, secrets masked. */
  readonly properties: string | undefined;
  readonly token: string | undefined;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description: string | undefined;
  readonly exportName: string | undefined;
}

/** What a request says about a stack beside its template and parameters. */
export interface StackSettings {
  readonly capabilities: readonly Capability[];
  readonly tags: readonly Tag[];
  readonly roleArn: string | undefined;
  readonly onFailure: OnFailure;
  readonly retainExceptOnCreate: boolean;
}

export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly createdAt: Date;
  readonly target: Target;
  readonly settings: StackSettings;
  readonly changes: readonly PlannedChange[];
  status: ChangeSetStatus;
  statusReason: string | undefined;
  executionStatus: ExecutionStatus;
}

export interface Stack {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  updatedAt: Date | undefined;
  deletedAt: Date | undefined;
  status: StackStatus;
  statusReason: string | undefined;
  /** Undefined while only a change set is there. */
  target: Target | undefined;
  settings: StackSettings;
  terminationProtection: boolean;
  timeoutMinutes: number | undefined;
  /** The change set that was executed last. */
  changeSetId: string | undefined;
  outputs: readonly StackOutput[];
  /** Names of exports that its expressions read. */
  imports: ReadonlySet<string>;
  /** In the order in which they were created. */
  readonly resources: Map<string, StackResource>;
  readonly changeSets: Map<string, ChangeSet>;
  /** Oldest first. */
  readonly events: StackEvent[];
}

/** Who makes a stack's calls: whoever asked, or a session of the role that the stack has. */
export type Actor = Caller;
