import { authorize } from './access/iam/authorize.js';
import type { PolicyDocument } from './access/iam/policy-document.js';
import type { RequestFacts } from './access/iam/request-context.js';
import { Dispatcher, innerInvocation } from './dispatch.js';
import { Faults } from './faults.js';
import { FrontDoor } from './front-door.js';
import { Identities } from './identities.js';
import { RateLimits } from './limits/rate-limits.js';
import { AWS_RATES } from './limits/rates.js';
import type { AnyAction, Exchange } from './model/action.js';
import type { CatalogueStore } from './model/catalogue.js';
import type { Lake, LakeAccount } from './model/lake.js';
import type { ObjectStore } from './model/objects.js';
import type { Permissions } from './model/permissions.js';
import type { S3Service } from './model/s3.js';
import type { Trail } from './model/trail.js';
import { StackStore } from './provision/stack-store.js';
import { createCloudFormation } from './services/cloudformation/index.js';
import { createCloudTrail } from './services/cloudtrail/index.js';
import { newTrails } from './services/cloudtrail/state.js';
import { createIam } from './services/iam/index.js';
import { createSts } from './services/sts/index.js';
import { takeServiceRole } from './services/sts/service-role.js';
import { openServiceSession, serviceCaller } from './services/sts/service-session.js';
import { journalOf } from './storage/journal.js';
import type { StudioRoles } from './studio/studio-session.js';
import { DEFAULT_PERIODS, Deliveries } from './trail/delivery/deliveries.js';
import type { DeliveryPeriods } from './trail/delivery/logging-spell.js';
import { SigningKeys } from './trail/delivery/signing-keys.js';
import { type AuditDelivery, DeliveryTimes } from './trail/delivery-delay.js';
import { TrailStore } from './trail/store.js';
import { createTrail } from './trail/trail.js';

/** The services that keep data; each is made before the lake exists and asks for it when it is called. */
export interface DataServices {
  readonly athena: (
    account: LakeAccount,
    getLake: () => Lake,
  ) => { readonly actions: readonly AnyAction[]; readonly close?: () => void };
  readonly glue: (
    account: LakeAccount,
    getLake: () => Lake,
  ) => { readonly catalogue: CatalogueStore; readonly actions: readonly AnyAction[] };
  readonly lakeFormation: (
    account: LakeAccount,
    getLake: () => Lake,
  ) => { readonly permissions: Permissions; readonly actions: readonly AnyAction[] };
  readonly s3: (
    account: LakeAccount,
    getLake: () => Lake,
  ) => {
    readonly objects: ObjectStore;
    readonly service: S3Service;
    readonly actions: readonly AnyAction[];
    /** The policy of the bucket that an ARN is or lies in, if it has one. */
    readonly policyOf?: (resourceArn: string) => PolicyDocument | undefined;
    readonly close?: () => void;
  };
  readonly sageMaker: (
    account: LakeAccount,
    getLake: () => Lake,
  ) => { readonly actions: readonly AnyAction[]; readonly studioRoles?: StudioRoles };
}

export interface LakeOptions {
  readonly account: LakeAccount;
  readonly services: DataServices;
  /** From a call to its appearance in the event history and in log files. */
  readonly auditDelivery: AuditDelivery;
  /** How often trails deliver; CloudTrail's own unless said otherwise. */
  readonly deliveryPeriods?: DeliveryPeriods;
  /** Hears of errors that nothing meant to throw. */
  readonly onDefect: (defect: unknown) => void;
  /** Hears of each operation on a stack that has come to its end. */
  readonly onStackSettled?: () => void;
}

/** A lake put together, not yet listening. */
export interface AssembledLake {
  readonly lake: Lake;
  readonly identities: Identities;
  readonly faults: Faults;
  readonly deliveries: Deliveries;
  /** Records what other principals do: no fault strikes it, nor does it shift the delays of the lake's own events. */
  readonly foreignTrail: Trail;
  readonly dispatcher: Dispatcher;
  readonly rates: RateLimits;
  readonly door: FrontDoor;
  readonly stacks: StackStore;
  /** Undefined in a lake without SageMaker. */
  readonly studioRoles: StudioRoles | undefined;
  close(): void;
}

/** Puts one account's services, stores and decisions together. */
export function createLake(options: LakeOptions): AssembledLake {
  const { account, services, onDefect } = options;
  const identities = new Identities(account);
  const faults = new Faults();
  const events = new TrailStore(account.stateDir, journalOf(account));
  // The services ask for the lake when they are called, which is after this function has returned.
  const getLake = (): Lake => lake;
  const athena = services.athena(account, getLake);
  const glue = services.glue(account, getLake);
  const lakeFormation = services.lakeFormation(account, getLake);
  const s3 = services.s3(account, getLake);
  const sageMaker = services.sageMaker(account, getLake);
  const trails = newTrails(account);
  const keys = new SigningKeys(account.clock, journalOf(account));
  const objects = (): ObjectStore => s3.objects;
  const deliveries = new Deliveries(
    {
      account,
      access: { account, objects, policyOf: s3.policyOf ?? (() => undefined) },
      objects,
      keys,
      periods: options.deliveryPeriods ?? DEFAULT_PERIODS,
      faults,
    },
    (name) => trails.get(name),
    onDefect,
  );
  const stacks = new StackStore(account);
  const onSettled = options.onStackSettled ?? (() => undefined);
  const actions = [
    createSts({ account, iam: identities.iam, sessions: identities.sessions }),
    createIam({ account, store: identities.iam }),
    createCloudFormation({ account, stacks, getLake, onDefect, onSettled }),
    createCloudTrail({ account, getLake, events, trails, deliveries, keys }),
    athena,
    glue,
    lakeFormation,
    s3,
    sageMaker,
  ].flatMap((service) => service.actions);
  const rates = new RateLimits(account.limits === 'aws' ? AWS_RATES : [], account.clock);
  const dispatcher = new Dispatcher(actions, getLake, { onDefect, rates });
  const log = {
    clock: account.clock,
    store: events,
    sink: deliveries,
    principal: (arn: string) => principalByArn(identities, arn),
  };
  const { auditDelivery } = options;
  const foreignTimes = new DeliveryTimes({ ...auditDelivery, seed: auditDelivery.seed + 1 });
  const foreignTrail = createTrail({ ...log, faults: new Faults(), times: foreignTimes });
  const lake: Lake = {
    ...account,
    catalogue: glue.catalogue,
    permissions: lakeFormation.permissions,
    objects: s3.objects,
    trail: createTrail({ ...log, faults, times: new DeliveryTimes(auditDelivery) }),
    faults,
    isAllowed: (caller, authorization, exchange) =>
      authorize(
        caller,
        identities.policiesOf(caller),
        authorization,
        () => requestFacts(account, exchange),
        s3.policyOf?.(authorization.resource),
      ),
    serviceCaller: (roleArn, session) => serviceCaller(identities, account, roleArn, session),
    takeServiceRole: (roleArn, by) => takeServiceRole(identities, account, roleArn, by),
    openServiceSession: (roleArn, session) => openServiceSession(identities, account, roleArn, session),
    invoke: (caller, service, operation, input, invokedBy) =>
      dispatcher.dispatch(
        innerInvocation(lake, caller, { service, operation, input, ...(invokedBy === undefined ? {} : { invokedBy }) }),
      ),
  };
  const door = new FrontDoor({ lake, identities, dispatcher, s3: s3.service, onDefect });
  const close = (): void => {
    deliveries.close();
    athena.close?.();
    s3.close?.();
    events.close();
  };
  const { studioRoles } = sageMaker;
  return { lake, identities, faults, deliveries, foreignTrail, dispatcher, rates, door, stacks, studioRoles, close };
}

function requestFacts(account: LakeAccount, exchange: Exchange | undefined): RequestFacts {
  return {
    at: account.clock.now(),
    region: account.region,
    ...(exchange === undefined ? {} : { sourceIPAddress: exchange.sourceIPAddress, userAgent: exchange.userAgent }),
    ...(exchange?.invokedBy === undefined ? {} : { invokedBy: exchange.invokedBy }),
  };
}

function principalByArn(
  identities: Identities,
  arn: string,
):
  | {
      readonly type: 'IAMUser' | 'AssumedRole';
      readonly name: string;
      readonly principalArn: string;
      readonly id: string;
    }
  | undefined {
  const role = identities.iam.roleByArn(arn);
  if (role !== undefined) return { type: 'AssumedRole', name: role.name, principalArn: role.arn, id: role.id };
  const user = identities.iam.users.values().find((one) => one.arn === arn);
  return user === undefined ? undefined : { type: 'IAMUser', name: user.name, principalArn: user.arn, id: user.id };
}
