import { randomUUID } from 'node:crypto';
import { refusalText } from './access/iam/authorize.js';
import { withoutPage } from './faults/page-missing.js';
import { serverErrorOf } from './faults/server-error.js';
import { rateExceeded } from './limits/rate-exceeded.js';
import type { RateLimits } from './limits/rate-limits.js';
import {
  type AnyAction,
  type Authorization,
  type Exchange,
  isQueryService,
  type ServiceId,
  type TrailFacts,
} from './model/action.js';
import { AwsError, notImplemented } from './model/aws-error.js';
import type { Caller } from './model/caller.js';
import type { FaultSubject } from './model/fault.js';
import type { Lake } from './model/lake.js';
import { checkConstraints } from './protocols/constraints.js';
import { membersOf } from './protocols/schema-members.js';
import { operationsOf } from './protocols/schemas.js';
import { eventNameOf } from './trail/event-name.js';

/** One call, from the wire or from within. */
export interface Invocation {
  readonly service: ServiceId;
  readonly operation: string;
  readonly input: unknown;
  readonly caller: Caller;
  readonly requestId: string;
  readonly receivedAt: Date;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly invokedBy?: string;
}

/** AWS's hosts name the event source of each service. */
const EVENT_SOURCES: Readonly<Record<ServiceId, string>> = {
  athena: 'athena.amazonaws.com',
  cloudformation: 'cloudformation.amazonaws.com',
  cloudtrail: 'cloudtrail.amazonaws.com',
  glue: 'glue.amazonaws.com',
  iam: 'iam.amazonaws.com',
  lakeformation: 'lakeformation.amazonaws.com',
  s3: 's3.amazonaws.com',
  sagemaker: 'sagemaker.amazonaws.com',
  sts: 'sts.amazonaws.com',
};

/** Finds a call's action and takes it through throttling, validation, authorisation, handling and the trail. */
export class Dispatcher {
  readonly #actions = new Map<string, AnyAction>();
  readonly #getLake: () => Lake;
  readonly #onDefect: (defect: unknown) => void;
  readonly #rates: RateLimits;

  /** `onDefect` hears of errors that no action meant to throw; the caller only sees InternalFailure. */
  constructor(
    actions: readonly AnyAction[],
    getLake: () => Lake,
    { onDefect, rates }: { readonly onDefect: (defect: unknown) => void; readonly rates: RateLimits },
  ) {
    for (const action of actions) {
      const name = `${action.service}.${action.operation}`;
      if (this.#actions.has(name)) throw new Error(`two actions serve ${name}`);
      this.#actions.set(name, action);
    }
    this.#getLake = getLake;
    this.#onDefect = onDefect;
    this.#rates = rates;
  }

  /** Names of the operations that a service answers. */
  operations(service: ServiceId): readonly string[] {
    return [...this.#actions.values()].filter((action) => action.service === service).map(({ operation }) => operation);
  }

  /** Throws AwsError for every refusal, InternalFailure for a defect. */
  async dispatch(invocation: Invocation): Promise<unknown> {
    const { service, operation } = invocation;
    const action = this.#actions.get(`${service}.${operation}`);
    if (action === undefined) throw notImplemented(`${operation} of ${service}`);
    const { input } = invocation;
    const exchange = exchangeOf(invocation, this.#getLake());
    // The protocol layer checked the input against the operation's schema; types end where the registry begins.
    const checked = input as never;
    try {
      this.#refuse(exchange, input);
      checkConstraints(service, operation, input);
      this.#authorize(action.authorize(checked, exchange), exchange);
      const output = await this.#answer(action, checked, exchange);
      this.#record(exchange, () => action.trail(checked, output, exchange));
      return output;
    } catch (thrown) {
      const error = this.#awsError(thrown);
      // What the lake does not model is no event of AWS's.
      if (error.httpStatus !== 501) this.#record(exchange, () => action.trail(checked, undefined, exchange), error);
      throw error;
    }
  }

  /** Faults that keep a call from being looked at. */
  #refuse(exchange: Exchange, input: unknown): void {
    const { faults } = exchange.lake;
    const subject = subjectOf(exchange, input);
    // What a service calls for its caller counts against no rate of the caller's.
    const isOver = exchange.invokedBy === undefined && !this.#rates.admits(exchange.service, exchange.operation);
    if (isOver || faults.strikes('throttling', subject)) throw rateExceeded(exchange.service);
    if (faults.strikes('server-error', subject)) throw serverErrorOf(exchange.service);
  }

  async #answer(action: AnyAction, input: never, exchange: Exchange): Promise<unknown> {
    const output = await action.handle(input, exchange);
    const { service, operation, lake } = exchange;
    if (!isListing(service, operation) || !lake.faults.strikes('page-missing', subjectOf(exchange))) return output;
    return withoutPage(output, (NextToken) => action.handle({ ...(input as object), NextToken } as never, exchange));
  }

  #authorize(authorizations: readonly Authorization[], exchange: Exchange): void {
    for (const authorization of authorizations) {
      const answer = exchange.lake.isAllowed(exchange.caller, authorization, exchange);
      if (!answer.allowed) {
        const isShort = isQueryService(exchange.service) || exchange.service === 's3';
        throw new AwsError(
          isShort ? 'AccessDenied' : 'AccessDeniedException',
          refusalText(exchange.caller, authorization, answer.reason),
          { httpStatus: isShort ? 403 : 400 },
        );
      }
    }
  }

  #awsError(thrown: unknown): AwsError {
    if (thrown instanceof AwsError) return thrown;
    this.#onDefect(thrown);
    return new AwsError('InternalFailure', 'We encountered an internal error. Please try again.', { httpStatus: 500 });
  }

  #record(exchange: Exchange, facts: () => TrailFacts, error?: AwsError): void {
    const { service, operation } = exchange;
    const eventSource = EVENT_SOURCES[service];
    const eventName = eventNameOf(service, operation);
    const refusal = error && { code: trailErrorCode(error, service), message: error.message };
    exchange.lake.trail.record({
      exchange,
      eventSource,
      eventName,
      facts: this.#factsOf(exchange, facts),
      error: refusal,
      category: 'Management',
    });
  }

  /** An input that was refused as malformed may be more than the action's own `trail` can read. */
  #factsOf(exchange: Exchange, facts: () => TrailFacts): TrailFacts {
    try {
      return facts();
    } catch (thrown) {
      this.#onDefect(thrown);
      return {
        readOnly: /^(?:Get|List|Describe|Lookup|Search|BatchGet)/.test(exchange.operation),
        requestParameters: null,
      };
    }
  }
}

/** Spelled out: taking `input` off with a rest would take several times as long, for each call. */
function exchangeOf(invocation: Invocation, lake: Lake): Exchange {
  const { service, operation, caller, requestId, receivedAt, sourceIPAddress, userAgent, invokedBy } = invocation;
  const exchange = { lake, service, operation, requestId, caller, receivedAt, sourceIPAddress, userAgent };
  return invokedBy === undefined ? exchange : { ...exchange, invokedBy };
}

/** What a fault of a call can be aimed at. */
function subjectOf({ service, operation, caller }: Exchange, input?: unknown): FaultSubject {
  const text = typeof input === 'object' && input !== null && 'QueryString' in input ? input.QueryString : undefined;
  const queryText = typeof text === 'string' ? text : undefined;
  return { service, operation, principalName: caller.name, queryText };
}

function isListing(service: ServiceId, operation: string): boolean {
  if (service === 's3') return false;
  const input = operationsOf(service).get(operation)?.input;
  return input !== undefined && !input.isUnitSchema() && membersOf(input).some(({ name }) => name === 'NextToken');
}

/** IAM's refusals of a call are `AccessDenied` in the trail, and IAM's own errors carry their long names there. */
function trailErrorCode(error: AwsError, service: ServiceId): string {
  if (error.code === 'AccessDeniedException' && error.message.includes(' is not authorized to perform: '))
    return 'AccessDenied';
  // Seen in events of DescribeStacks.
  if (service === 'cloudformation' && error.code === 'ValidationError') return 'ValidationException';
  const short = service === 'iam' && !error.code.endsWith('Exception') && error.code !== 'AccessDenied';
  return short && error.code !== 'ValidationError' ? `${error.code}Exception` : error.code;
}

/** A call made in-process, as a signed request would be. */
export function innerInvocation(
  lake: Lake,
  caller: Caller,
  call: {
    readonly service: ServiceId;
    readonly operation: string;
    readonly input: unknown;
    readonly invokedBy?: string;
  },
): Invocation {
  return {
    ...call,
    caller,
    requestId: randomUUID(),
    receivedAt: lake.clock.now(),
    sourceIPAddress: call.invokedBy ?? '127.0.0.1',
    userAgent: call.invokedBy ?? 'lake',
  };
}
