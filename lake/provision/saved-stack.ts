import type {
  Capability,
  ChangeSetStatus,
  ExecutionStatus,
  OnFailure,
  StackStatus,
  Tag,
} from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import type { LakeAccount } from '../model/lake.js';
import { sdkShape } from '../storage/sdk-shape.js';
import type { ChangeSet, ResourceStatus, Stack, StackResource } from './stack.js';
import { type Target, targetOf } from './target.js';

/** A word of the API's that was its own when it was kept. */
const word = <T extends string>() => z.custom<T>((value) => typeof value === 'string');
const targetSchema = z.object({
  file: z.string(),
  text: z.string(),
  given: z.record(z.string(), z.string()),
  tags: z.array(sdkShape<Tag>()),
});
const settingsSchema = z.object({
  capabilities: z.array(word<Capability>()),
  tags: z.array(sdkShape<Tag>()),
  roleArn: z.string().optional(),
  onFailure: word<OnFailure>(),
  retainExceptOnCreate: z.boolean(),
});
const resourceSchema = z.object({
  logicalId: z.string(),
  type: z.string(),
  status: word<ResourceStatus>(),
  statusReason: z.string().optional(),
  updatedAt: z.date(),
  provided: z
    .object({ physicalId: z.string(), attributes: z.exactOptional(z.record(z.string(), z.string())) })
    .optional(),
  properties: z.unknown().optional(),
  deletionPolicy: z.enum(['Delete', 'Retain', 'RetainExceptOnCreate']),
  updateReplacePolicy: z.enum(['Delete', 'Retain']),
  dependsOn: z.array(z.string()),
  metadata: z.unknown().optional(),
});
const changeSchema = z.object({
  action: z.enum(['Add', 'Modify', 'Remove']),
  logicalId: z.string(),
  type: z.string(),
  physicalId: z.string().optional(),
  replacement: z.enum(['True', 'False', 'Conditional']).optional(),
  changed: z.array(z.object({ name: z.string(), isStatic: z.boolean() })),
});
const changeSetSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  createdAt: z.date(),
  target: targetSchema,
  settings: settingsSchema,
  changes: z.array(changeSchema),
  status: word<ChangeSetStatus>(),
  statusReason: z.string().optional(),
  executionStatus: word<ExecutionStatus>(),
});
const eventSchema = z.object({
  eventId: z.string(),
  logicalId: z.string(),
  physicalId: z.string(),
  type: z.string(),
  at: z.date(),
  status: z.string(),
  reason: z.string().optional(),
  properties: z.string().optional(),
  token: z.string().optional(),
});
const outputSchema = z.object({
  key: z.string(),
  value: z.string(),
  description: z.string().optional(),
  exportName: z.string().optional(),
});
const stackSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.date(),
  updatedAt: z.date().optional(),
  deletedAt: z.date().optional(),
  status: word<StackStatus>(),
  statusReason: z.string().optional(),
  target: targetSchema.optional(),
  settings: settingsSchema,
  terminationProtection: z.boolean(),
  timeoutMinutes: z.number().optional(),
  changeSetId: z.string().optional(),
  outputs: z.array(outputSchema),
  imports: z.set(z.string()),
  resources: z.array(resourceSchema),
  changeSets: z.array(changeSetSchema),
  events: z.array(eventSchema),
});

/** What is kept of a stack: templates as texts, which are read again. */
export function savedStack(stack: Stack): z.input<typeof stackSchema> {
  return {
    ...stack,
    target: stack.target === undefined ? undefined : savedTarget(stack.target),
    settings: savedSettings(stack.settings),
    outputs: [...stack.outputs],
    imports: new Set(stack.imports),
    resources: [...stack.resources.values()].map((resource) => ({ ...resource, dependsOn: [...resource.dependsOn] })),
    changeSets: [...stack.changeSets.values()].map((changeSet) => ({
      ...changeSet,
      target: savedTarget(changeSet.target),
      settings: savedSettings(changeSet.settings),
      changes: changeSet.changes.map((change) => ({ ...change, changed: [...change.changed] })),
    })),
  };
}

function savedTarget({ file, text, given, tags }: Target): z.input<typeof targetSchema> {
  return { file, text, given: { ...given }, tags: [...tags] };
}

function savedSettings(settings: Stack['settings']): z.input<typeof settingsSchema> {
  return { ...settings, capabilities: [...settings.capabilities], tags: [...settings.tags] };
}

/**
 * The reverse of savedStack. What was under way when the lake ended has failed. Throws ZodError or LakeproofError for
 * what is no stack.
 */
export function restoredStack(account: LakeAccount, saved: unknown): Stack {
  const read = stackSchema.parse(saved);
  const target = (one: z.infer<typeof targetSchema>): Target =>
    targetOf(account, read, { text: one.text, file: one.file, parameters: one.given, tags: one.tags });
  const resources = read.resources.map(
    (one): StackResource => ({
      statusReason: undefined,
      provided: undefined,
      properties: undefined,
      metadata: undefined,
      ...one,
      status: ended(one.status),
    }),
  );
  const changeSets = read.changeSets.map(
    (one): ChangeSet => ({
      description: undefined,
      statusReason: undefined,
      ...one,
      target: target(one.target),
      settings: { roleArn: undefined, ...one.settings },
      changes: one.changes.map((change) => ({ physicalId: undefined, replacement: undefined, ...change })),
    }),
  );
  return {
    updatedAt: undefined,
    deletedAt: undefined,
    timeoutMinutes: undefined,
    changeSetId: undefined,
    ...read,
    status: ended(read.status),
    statusReason: ended(read.status) === read.status ? read.statusReason : 'The lake ended while this was under way.',
    target: read.target === undefined ? undefined : target(read.target),
    settings: { roleArn: undefined, ...read.settings },
    outputs: read.outputs.map((one) => ({ description: undefined, exportName: undefined, ...one })),
    resources: new Map(resources.map((resource) => [resource.logicalId, resource])),
    changeSets: new Map(changeSets.map((changeSet) => [changeSet.name, changeSet])),
    events: read.events.map((one) => ({ reason: undefined, properties: undefined, token: undefined, ...one })),
  };
}

/** REVIEW_IN_PROGRESS is a state of rest. */
function ended<S extends StackStatus | ResourceStatus>(status: S): S {
  if (status === 'REVIEW_IN_PROGRESS' || !status.endsWith('_IN_PROGRESS')) return status;
  return word<S>().parse(status.replace(/(?:_COMPLETE_CLEANUP)?_IN_PROGRESS$/, '_FAILED'));
}
