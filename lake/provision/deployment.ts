import { randomUUID } from 'node:crypto';
import type { StackStatus } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../model/aws-error.js';
import type { Lake } from '../model/lake.js';
import { madeUpName, type ProvideContext, type Provided } from './provider.js';
import type { Actor, ResourceStatus, Stack, StackResource } from './stack.js';
import type { StackStore } from './stack-store.js';

/** One operation on one stack, under way. */
export interface Deployment {
  readonly lake: Lake;
  readonly stacks: StackStore;
  readonly stack: Stack;
  readonly actor: Actor;
  /** The request's ClientRequestToken, which its events carry. */
  readonly token?: string | undefined;
  /** Makes the names of unnamed resources differ from those of another stack of this name; the stack's id unless given. */
  readonly nameSeed?: string;
  /** Hears of errors that nothing meant to throw. */
  readonly onDefect: (defect: unknown) => void;
}

/** CloudFormation keeps a stack's events for 90 days; here the last of them. */
const MAX_EVENTS = 10_000;
const SERVICE = 'cloudformation.amazonaws.com';

export function setStackStatus(deployment: Deployment, status: StackStatus, reason?: string): void {
  const { stack } = deployment;
  stack.status = status;
  stack.statusReason = reason;
  addEvent(deployment, {
    eventId: randomUUID(),
    logicalId: stack.name,
    physicalId: stack.id,
    type: 'AWS::CloudFormation::Stack',
    status,
    reason,
    properties: undefined,
  });
}

export function setResourceStatus(
  deployment: Deployment,
  resource: StackResource,
  status: ResourceStatus,
  about: { readonly reason?: string; readonly shown?: unknown } = {},
): void {
  const { clock } = deployment.stacks.account;
  resource.status = status;
  resource.statusReason = about.reason;
  resource.updatedAt = clock.now();
  addEvent(deployment, {
    eventId: `${resource.logicalId}-${status}-${resource.updatedAt.toISOString()}-${randomUUID().slice(0, 8)}`,
    logicalId: resource.logicalId,
    physicalId: resource.provided?.physicalId ?? '',
    type: resource.type,
    status,
    reason: about.reason,
    properties: about.shown === undefined ? undefined : JSON.stringify(about.shown),
  });
}

function addEvent({ stack, stacks, token }: Deployment, event: Omit<Stack['events'][number], 'at' | 'token'>): void {
  stack.events.push({ ...event, at: stacks.account.clock.now(), token });
  stacks.changed(stack);
  if (stack.events.length > MAX_EVENTS) stack.events.splice(0, stack.events.length - MAX_EVENTS);
}

/** What a provider works with. `made` hears of a resource that is there while more calls follow. */
export function provideContext(
  { lake, actor, stack, nameSeed }: Deployment,
  logicalId: string,
  generation: number,
  made: (provided: Provided) => void = () => undefined,
): ProvideContext {
  const call: ProvideContext['call'] = async (service, operation, input) =>
    lake.invoke(actor, service, operation, input, SERVICE);
  const seed = generation === 0 ? (nameSeed ?? stack.id) : `${stack.id}/${randomUUID()}`;
  return {
    lake,
    call,
    made,
    forget: async (service, operation, input) => {
      try {
        return await call(service, operation, input);
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    },
    madeUpName: (maxLength) => madeUpName(stack.name, logicalId, seed, maxLength),
  };
}

/** How the services say that something is not there. */
const GONE: ReadonlySet<string> = new Set([
  'EntityNotFoundException',
  'NoSuchBucket',
  'NoSuchBucketPolicy',
  'NoSuchEntity',
  'ResourceNotFound',
  'TrailNotFoundException',
]);

function isGone(error: unknown): boolean {
  if (!(error instanceof AwsError)) return false;
  if (GONE.has(error.code)) return true;
  return (
    (error.code === 'InvalidRequestException' && / is not found/.test(error.message)) ||
    (error.code === 'InvalidInputException' && error.message.startsWith('No permissions revoked.'))
  );
}
