import { parseArn } from '../../core/arn.js';
import type { Clock } from '../../core/clock.js';
import { isTrailStopped } from '../faults/trail-stopped.js';
import type { Faults } from '../faults.js';
import type { TrailFacts } from '../model/action.js';
import type { Caller } from '../model/caller.js';
import type { FaultSubject } from '../model/fault.js';
import type { Trail, TrailEntry, TrailEvent, TrailSink } from '../model/trail.js';
import type { DeliveryTimes } from './delivery-delay.js';
import { trailEvent } from './event.js';
import { namesAccessKey, trailUserName } from './identity.js';
import type { TrailStore } from './store.js';

export interface TrailOptions {
  readonly clock: Clock;
  readonly store: TrailStore;
  readonly sink: TrailSink;
  readonly faults: Faults;
  /** From the call to each delivery of its event. */
  readonly times: DeliveryTimes;
  /** Who `event-misattributed` writes an event to; undefined when there is no such user or role. */
  readonly principal: (
    arn: string,
  ) => (Pick<Caller, 'type' | 'name' | 'principalArn'> & { readonly id: string }) | undefined;
}

/** What no fault is aimed at. */
const NOTHING: FaultSubject = {};
const NO_RESOURCES: NonNullable<TrailFacts['resources']> = [];

/** Records what was done, with the faults of the log: lost, late, doubled, written to another principal. */
export function createTrail(options: TrailOptions): Trail {
  return {
    record: (entry) => {
      const subject = options.faults.areArmed ? subjectOf(entry) : NOTHING;
      if (options.faults.strikes('event-lost', subject)) return;
      const late = options.faults.strike('event-late', subject);
      const wrong = options.faults.strike('event-misattributed', subject);
      const blamed = wrong?.toPrincipalArn === undefined ? undefined : options.principal(wrong.toPrincipalArn);
      const written = blamed === undefined ? entry : attributedTo(entry, blamed);
      const now = options.clock.now();
      const { caller } = written.exchange;
      const { event, text } = trailEvent(written, now);
      const userName = trailUserName(caller);
      const accessKeyId = namesAccessKey(written.exchange) ? caller.accessKeyId : '';
      const resources = entry.facts.resources ?? NO_RESOURCES;
      const eventTimeMs = Math.floor(now.getTime() / 1_000) * 1_000;
      const delays = options.times.of(event.eventSource);
      const isStopped = isTrailStopped(options.faults);
      const isTwice = options.faults.strikes('event-duplicated', subject);
      for (const delayMs of isTwice ? [...delays, ...delays] : delays) {
        const visibleAtMs = now.getTime() + delayMs + (late?.delayMs ?? 0);
        if (!isStopped) options.sink.accept(event, text, new Date(visibleAtMs));
        if (event.eventCategory !== 'Data') {
          options.store.add(event, { userName, accessKeyId, resources, eventTimeMs, visibleAtMs }, text);
        }
      }
    },
    selectsData: (subject) => options.sink.selectsData(subject),
  };
}

function subjectOf(entry: TrailEntry): FaultSubject {
  const table = tableOf(entry.facts.requestParameters);
  return {
    service: entry.eventSource.split('.')[0] ?? '',
    operation: entry.exchange.operation,
    eventName: entry.eventName,
    principalName: entry.exchange.caller.name,
    ...table,
    ...(entry.facts.queryText === undefined ? {} : { queryText: entry.facts.queryText }),
  };
}

/** The table an event is about: GetDataAccess says it by ARN, Glue by names. */
function tableOf(
  parameters: TrailEvent['requestParameters'] | undefined,
): Pick<FaultSubject, 'databaseName' | 'tableName'> {
  const arn = typeof parameters?.tableArn === 'string' ? parseArn(parameters.tableArn) : undefined;
  const [kind, databaseName, tableName] = arn?.resource.split('/') ?? [];
  if (kind === 'table' && databaseName !== undefined && tableName !== undefined) return { databaseName, tableName };
  const database = parameters?.databaseName;
  const table = parameters?.tableName ?? parameters?.name;
  return {
    ...(typeof database === 'string' ? { databaseName: database } : {}),
    ...(typeof database === 'string' && typeof table === 'string' ? { tableName: table } : {}),
  };
}

/** The same call, as if another principal had made it; the session keeps its name. */
function attributedTo(entry: TrailEntry, blamed: NonNullable<ReturnType<TrailOptions['principal']>>): TrailEntry {
  const { caller } = entry.exchange;
  const session = caller.session;
  const account = parseArn(blamed.principalArn);
  const asRole = blamed.type === 'AssumedRole' && session !== undefined;
  const written: Caller = {
    type: asRole ? 'AssumedRole' : 'IAMUser',
    accountId: caller.accountId,
    arn: asRole
      ? `arn:${account?.partition ?? 'aws'}:sts::${caller.accountId}:assumed-role/${blamed.name}/${session.sessionName}`
      : blamed.principalArn,
    principalArn: blamed.principalArn,
    userId: asRole ? `${blamed.id}:${session.sessionName}` : blamed.id,
    accessKeyId: caller.accessKeyId,
    name: blamed.name,
    ...(asRole ? { session: { ...session, roleId: blamed.id, roleArn: blamed.principalArn } } : {}),
  };
  const additional = entry.facts.additionalEventData;
  return {
    ...entry,
    exchange: { ...entry.exchange, caller: written },
    facts:
      additional?.lakeFormationPrincipal === undefined
        ? entry.facts
        : { ...entry.facts, additionalEventData: { ...additional, lakeFormationPrincipal: blamed.principalArn } },
  };
}
