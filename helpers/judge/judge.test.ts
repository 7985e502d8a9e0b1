import { describe, expect, it } from 'vitest';
import {
  ACCESSED,
  accessEvent,
  DENIED,
  faulted,
  goodWorld,
  HIDDEN,
  KEPT,
  PERMITTED,
  REFUSED_ACCESS,
  ROWS,
  refusal,
  STARTED,
  VISIBLE,
  withEvents,
  withObservation,
} from '../../tests/support/judge-world.js';
import type { Observation } from '../model/observation.js';
import { FAULT_CLASSES } from '../model/observation.js';
import type { PlannedFinding } from '../model/plan.js';
import type { JudgeInput } from '../model/run.js';
import { judgeAll, judgeFinding } from './judge.js';

type Change = Partial<Observation> | undefined;
/** What is judged; what differs from a good world; the verdict as `status reason control`. */
type Row = readonly [what: string, planned: PlannedFinding, change: (world: JudgeInput) => JudgeInput, verdict: string];

const see =
  (probeId: string, change: Change) =>
  (world: JudgeInput): JudgeInput =>
    withObservation(world, probeId, change);
const both =
  (...changes: readonly ((world: JudgeInput) => JudgeInput)[]) =>
  (world: JudgeInput): JudgeInput =>
    changes.reduce((changed, change) => change(changed), world);
const same = (world: JudgeInput): JudgeInput => world;
const noIdentity =
  (profile: string, status: 'failed' | 'not-reproducible' = 'failed') =>
  (world: JudgeInput): JudgeInput => ({
    ...world,
    identities: world.identities.map((record) => (record.profile === profile ? { ...record, status } : record)),
  });
const without =
  (eventID: string) =>
  (world: JudgeInput): JudgeInput =>
    withEvents(world, (events) => events.filter((event) => event.eventID !== eventID));
const settle =
  (auditSettleMs: number) =>
  (world: JudgeInput): JudgeInput => ({ ...world, audit: { ...world.audit, auditSettleMs } });
const pending = (world: JudgeInput): JudgeInput => ({
  ...world,
  audit: { ...world.audit, state: 'pending', sweeps: [] },
});
const unread = (world: JudgeInput): JudgeInput => ({ ...world, audit: { ...world.audit, sweeps: [] } });
const trails =
  (change: Partial<JudgeInput['inventory']['trails'][number]> | undefined) =>
  (world: JudgeInput): JudgeInput => ({
    ...world,
    inventory: {
      ...world.inventory,
      trails: change === undefined ? [] : world.inventory.trails.map((trail) => ({ ...trail, ...change })),
    },
  });
/** The trails once more after the looks, changed; undefined: they could not be read. */
const after =
  (change: Partial<JudgeInput['inventory']['trails'][number]> | undefined) =>
  (world: JudgeInput): JudgeInput => {
    const reading = { readAt: '2026-01-01T00:11:00.000Z' };
    const trailsAfter =
      change === undefined
        ? { ...reading, trails: [], fault: 'Throttling' }
        : { ...reading, trails: world.inventory.trails.map((trail) => ({ ...trail, ...change })) };
    return { ...world, audit: { ...world.audit, trailsAfter } };
  };
/** The database, of which SHOW DATABASES and SHOW TABLES list this. */
const DATABASE: PlannedFinding = {
  ...VISIBLE,
  controlType: 'database-visibility',
  resource: { partition: 'aws', accountId: '1', region: 'r', catalogId: '1', database: 'db' },
  probeIds: ['databases', 'tables'],
};
const listed =
  (databases: readonly string[], tables: readonly string[]) =>
  (world: JudgeInput): JudgeInput => {
    const copy = <T extends { readonly probeId: string }>(all: readonly T[], change: object): readonly T[] => [
      ...all,
      ...all.filter(({ probeId }) => probeId === 'tables').map((one) => ({ ...one, probeId: 'databases', ...change })),
    ];
    const seen = withObservation(world, 'tables', { names: tables });
    return {
      ...seen,
      plan: { ...seen.plan, probes: copy(seen.plan.probes, { kind: 'list-databases' }) },
      observations: copy(seen.observations, { names: databases }),
    };
  };
const selector = {
  kind: 'basic',
  includeManagementEvents: true,
  readWriteType: 'All',
  excludedEventSources: [],
  unevaluated: false,
} as const;

const ROWS_OF_THE_TABLE: readonly Row[] = [
  // A permitted column: shown, counted, listed.
  ['permitted column, all as declared', PERMITTED, same, 'satisfied as-permitted none'],
  ['SELECT * leaves it out', PERMITTED, see('set', { names: [] }), 'not-satisfied over-restricted none'],
  [
    'the whole table is refused',
    PERMITTED,
    see('set', refusal('denied-table', 't')),
    'not-satisfied over-restricted none',
  ],
  [
    'another table is refused',
    PERMITTED,
    see('set', refusal('denied-table', 'u')),
    'indeterminate unrecognised-refusal none',
  ],
  ['IAM refuses', PERMITTED, see('set', refusal('denied-iam', 'x')), 'not-satisfied over-restricted none'],
  [
    'reading it is refused by name',
    PERMITTED,
    see('count', refusal('denied-column', 'a')),
    'not-satisfied over-restricted none',
  ],
  [
    'reading fails for another column',
    PERMITTED,
    see('count', refusal('denied-column', 'z')),
    'indeterminate unrecognised-answer none',
  ],
  ['counted as zero', PERMITTED, see('count', { counts: { a: 0 } }), 'indeterminate empty-answer none'],
  ['not counted', PERMITTED, see('count', { counts: {} }), 'indeterminate unrecognised-answer none'],
  ['count not asked', PERMITTED, see('count', undefined), 'indeterminate not-asked none'],
  ['information_schema hides it', PERMITTED, see('schema', { names: [] }), 'indeterminate metadata-disagrees none'],
  ['DESCRIBE hides it', PERMITTED, see('describe', { names: [] }), 'indeterminate metadata-disagrees none'],
  ['throttled', PERMITTED, see('set', faulted('throttled')), 'indeterminate throttled none'],
  ['expired', PERMITTED, see('set', faulted('expired-credentials')), 'indeterminate expired none'],
  ['not asked', PERMITTED, see('set', undefined), 'indeterminate not-asked none'],
  ['identity failed', PERMITTED, noIdentity('limited'), 'indeterminate identity-failed none'],
  ['SELECT 1 refused', PERMITTED, see('session', refusal('denied-iam', 'x')), 'indeterminate session-unproven none'],
  // A denied column: left out, refused by name, and shown to exist.
  ['denied column, all as declared', DENIED, same, 'satisfied as-denied session'],
  ['SELECT * shows it', DENIED, see('set', { names: ['a', 'b'] }), 'not-satisfied over-exposed none'],
  ['one clause accepts it', DENIED, see('by-where', { decision: 'permit' }), 'not-satisfied over-exposed none'],
  [
    'a leak is a leak though all else failed',
    DENIED,
    both(see('set', { names: ['b'] }), noIdentity('limited'), see('session', undefined)),
    'not-satisfied over-exposed none',
  ],
  [
    'refused for another column',
    DENIED,
    see('by-select', refusal('denied-column', 'a')),
    'indeterminate unrecognised-refusal none',
  ],
  [
    'refused as a table',
    DENIED,
    see('by-select', refusal('denied-table', 't')),
    'indeterminate unrecognised-refusal none',
  ],
  ['refused by IAM', DENIED, see('by-select', refusal('denied-iam', 'b')), 'indeterminate unrecognised-refusal none'],
  [
    'a fault is never a denial',
    DENIED,
    see('by-select', faulted('unrecognised')),
    'indeterminate unrecognised-answer none',
  ],
  [
    'access denied to the API is no denial',
    DENIED,
    see('by-select', faulted('access-denied')),
    'indeterminate unrecognised-refusal none',
  ],
  ['SELECT * was not answered', DENIED, see('set', faulted('network')), 'indeterminate fault none'],
  ['one clause not asked', DENIED, see('by-where', undefined), 'indeterminate not-asked none'],
  ['control refused as well', DENIED, see('c-where', refusal('denied-column', 'b')), 'satisfied as-denied catalogue'],
  ['control has no identity', DENIED, noIdentity('full'), 'satisfied as-denied catalogue'],
  ['control faulted', DENIED, see('c-where', faulted('throttled')), 'indeterminate control-failed none'],
  ['control not asked', DENIED, see('c-select', undefined), 'indeterminate control-failed none'],
  [
    'no permitted read succeeded',
    DENIED,
    see('count', refusal('denied-table', 't')),
    'indeterminate session-unproven none',
  ],
  [
    'role is not all its person can be',
    DENIED,
    noIdentity('limited', 'not-reproducible'),
    'indeterminate identity-not-reproducible none',
  ],
  [
    'DESCRIBE leaves out what SELECT * shows',
    DENIED,
    see('describe', { names: ['c'] }),
    'indeterminate metadata-disagrees none',
  ],
  [
    'information_schema leaves out what SELECT * shows',
    DENIED,
    see('schema', { names: ['c'] }),
    'indeterminate metadata-disagrees none',
  ],
  [
    'DESCRIBE is refused, and so lists nothing',
    DENIED,
    see('describe', refusal('denied-table', 't')),
    'satisfied as-denied session',
  ],
  ['DESCRIBE lists it', DENIED, see('describe', { names: ['a', 'b'] }), 'indeterminate metadata-disagrees none'],
  [
    'the catalogue does not list it',
    DENIED,
    (world) => ({ ...world, inventory: { ...world.inventory, databases: [] } }),
    'indeterminate catalogue-unavailable none',
  ],
  // Tables.
  ['granted table', VISIBLE, same, 'satisfied as-permitted none'],
  ['granted table refused', VISIBLE, see('set', refusal('denied-table', 't')), 'not-satisfied over-restricted none'],
  // It was read, so the list is only a part: neither a refusal nor a proof of anything else that is not in it.
  [
    'granted table read, and not listed',
    VISIBLE,
    see('tables', { names: [] }),
    'indeterminate metadata-disagrees none',
  ],
  [
    'granted table neither read nor listed',
    VISIBLE,
    both(see('set', refusal('denied-table', 't')), see('tables', { names: [] })),
    'not-satisfied over-restricted none',
  ],
  ['database listed', DATABASE, listed(['db'], ['t']), 'satisfied as-permitted none'],
  ['database not listed, and a table of it is', DATABASE, listed([], ['t']), 'indeterminate metadata-disagrees none'],
  ['database read, and nothing listed', DATABASE, listed([], []), 'indeterminate metadata-disagrees none'],
  [
    'database neither read nor listed',
    DATABASE,
    both(see('count', refusal('denied-table', 't')), listed([], [])),
    'not-satisfied over-restricted none',
  ],
  [
    'a list without the table that was read',
    HIDDEN,
    see('tables', { names: [] }),
    'indeterminate metadata-disagrees none',
  ],
  ['table granted to nobody', HIDDEN, same, 'satisfied as-denied catalogue'],
  ['…and read', HIDDEN, see('by-table', { decision: 'permit' }), 'not-satisfied over-exposed none'],
  ['…and listed', HIDDEN, see('tables', { names: ['t', 'hidden'] }), 'not-satisfied over-exposed none'],
  ['…listing failed', HIDDEN, see('tables', faulted('deadline')), 'indeterminate fault none'],
  [
    '…refused as its database',
    HIDDEN,
    see('by-table', refusal('denied-database', 'db')),
    'satisfied as-denied catalogue',
  ],
  [
    '…refused as another table',
    HIDDEN,
    see('by-table', refusal('denied-table', 't')),
    'indeterminate unrecognised-refusal none',
  ],
  ['…never asked by name', HIDDEN, see('by-table', undefined), 'indeterminate not-asked none'],
  // Rows.
  ['as many rows as the control', ROWS, same, 'satisfied as-permitted session'],
  ['more rows', ROWS, see('rows', { rowCount: 8 }), 'not-satisfied over-exposed session'],
  ['fewer rows', ROWS, see('rows', { rowCount: 6 }), 'not-satisfied over-restricted session'],
  [
    'both see nothing',
    ROWS,
    both(see('rows', { rowCount: 0 }), see('c-rows', { rowCount: 0 })),
    'indeterminate empty-answer none',
  ],
  ['nobody to compare with', ROWS, noIdentity('full'), 'satisfied as-permitted catalogue'],
  ['control faulted', ROWS, see('c-rows', faulted('throttled')), 'indeterminate control-failed none'],
  ['count refused', ROWS, see('rows', refusal('denied-table', 't')), 'not-satisfied over-restricted none'],
  // The log.
  ['started, and logged', STARTED, same, 'satisfied confirmed none'],
  ['started, and lost', STARTED, without('start-count'), 'not-satisfied absent none'],
  ['data access logged', ACCESSED, same, 'satisfied confirmed none'],
  ['data access lost', ACCESSED, without('access-count'), 'not-satisfied absent none'],
  [
    'lost, and the settling time has not passed',
    ACCESSED,
    both(without('access-count'), settle(1e9)),
    'indeterminate late none',
  ],
  ['lost, and no beacon', ACCESSED, both(without('access-count'), without('access-rows')), 'indeterminate late none'],
  [
    'lost, and the log was never read',
    ACCESSED,
    both(without('access-count'), unread),
    'indeterminate unavailable none',
  ],
  [
    'interrupted before the log was read',
    ACCESSED,
    both(without('access-count'), (world) => ({ ...world, audit: { ...world.audit, state: 'waiting', sweeps: [] } })),
    'indeterminate late none',
  ],
  ['not read yet by choice', ACCESSED, both(without('access-count'), pending), 'indeterminate pending none'],
  [
    'another principal',
    ACCESSED,
    (world) =>
      withEvents(world, (events) =>
        events.map((event) =>
          event.eventID === 'access-count'
            ? { ...event, lakeFormationPrincipal: 'arn:aws:iam::111122223333:role/Role_full' }
            : event,
        ),
      ),
    'not-satisfied contradicted none',
  ],
  [
    'another table',
    ACCESSED,
    (world) =>
      withEvents(world, (events) => [
        ...events.filter((e) => e.eventID !== 'access-count'),
        accessEvent('count', 'hidden'),
      ]),
    'not-satisfied contradicted none',
  ],
  [
    'another time',
    ACCESSED,
    (world) =>
      withEvents(world, (events) => [
        ...events.filter((e) => e.eventID !== 'access-count'),
        accessEvent('count', 't', '2026-01-01T00:05:00Z'),
      ]),
    'not-satisfied contradicted none',
  ],
  ['the query faulted', ACCESSED, see('count', faulted('network')), 'indeterminate fault none'],
  ['refused, no data access', REFUSED_ACCESS, same, 'satisfied as-denied none'],
  [
    'refused, data access with an error',
    REFUSED_ACCESS,
    (world) => withEvents(world, (e) => [...e, { ...accessEvent('by-table', 'hidden'), errorCode: 'AccessDenied' }]),
    'satisfied as-denied none',
  ],
  [
    'to be refused, but answered, and data access logged',
    REFUSED_ACCESS,
    both(see('by-table', { decision: 'permit' }), (world) =>
      withEvents(world, (e) => [...e, accessEvent('by-table', 'hidden')]),
    ),
    'satisfied confirmed none',
  ],
  [
    'refused, data access without an error',
    REFUSED_ACCESS,
    (world) => withEvents(world, (e) => [...e, accessEvent('by-table', 'hidden')]),
    'indeterminate unexplained none',
  ],
  ['refused, too early to say', REFUSED_ACCESS, settle(1e9), 'indeterminate late none'],
  // Kept.
  ['kept', KEPT, same, 'satisfied kept none'],
  ['no trail', KEPT, trails(undefined), 'not-satisfied not-kept none'],
  ['trail stopped', KEPT, trails({ isLogging: false }), 'not-satisfied not-kept none'],
  ['trail cannot deliver', KEPT, trails({ latestDeliveryError: 'AccessDenied' }), 'not-satisfied not-kept none'],
  [
    'trail of another Region',
    KEPT,
    trails({ isMultiRegion: false, homeRegion: 'eu-west-1' }),
    'not-satisfied not-kept none',
  ],
  [
    'write-only trail drops GetDataAccess',
    KEPT,
    trails({ selectors: [{ ...selector, readWriteType: 'WriteOnly' }] }),
    'not-satisfied not-kept none',
  ],
  [
    'source excluded',
    KEPT,
    trails({ selectors: [{ ...selector, excludedEventSources: ['lakeformation.amazonaws.com'] }] }),
    'not-satisfied not-kept none',
  ],
  [
    'selectors we cannot evaluate',
    KEPT,
    trails({ selectors: [{ ...selector, unevaluated: true }] }),
    'indeterminate unavailable none',
  ],
  ['trail runs on', KEPT, after({}), 'satisfied kept none'],
  ['trail stopped during the run', KEPT, after({ isLogging: false }), 'not-satisfied not-kept none'],
  [
    'trail changed during the run',
    KEPT,
    after({ selectors: [{ ...selector, readWriteType: 'WriteOnly' }] }),
    'not-satisfied not-kept none',
  ],
  [
    'trail started anew during the run',
    KEPT,
    after({ loggingSince: '2026-01-01T00:01:30.000Z' }),
    'indeterminate unavailable none',
  ],
  ['another trail in its place', KEPT, after({ arn: 'arn:other' }), 'indeterminate unavailable none'],
  ['trails not read once more', KEPT, after(undefined), 'indeterminate unavailable none'],
  [
    'trail stopped, whatever is read later',
    KEPT,
    both(trails({ isLogging: false }), after({ isLogging: true })),
    'not-satisfied not-kept none',
  ],
  ['event never seen', KEPT, without('access-count'), 'indeterminate unavailable none'],
  ['log not read yet', KEPT, both(without('access-count'), pending), 'indeterminate pending none'],
];

describe('the truth table', () => {
  it.each(ROWS_OF_THE_TABLE)('%s', (_what, planned, change, verdict) => {
    const finding = judgeFinding(planned, change(goodWorld()));
    expect(`${finding.status} ${finding.reason} ${finding.control}`).toBe(verdict);
  });

  it.each(FAULT_CLASSES)('a fault of class %s is never green', (faultClass) => {
    const world = goodWorld();
    for (const { probeId } of world.observations) {
      const findings = judgeAll(withObservation(world, probeId, faulted(faultClass)));
      const touched = findings.filter(
        ({ probeIds, objective }) => objective === 'access' && probeIds.includes(probeId),
      );
      expect(touched.filter(({ status }) => status === 'satisfied')).toEqual([]);
    }
  });

  it('an empty record is never green, and never red', () => {
    const world = goodWorld();
    const empty = { ...world, observations: [], auditEvents: [], identities: [] };
    expect(new Set(judgeAll(empty).map(({ status }) => status))).toEqual(new Set(['indeterminate']));
  });

  it('judges each planned finding once, and only those of the tests that were selected', () => {
    const world = goodWorld();
    expect(judgeAll(world).map(({ findingId }) => findingId)).toEqual(world.plan.findings.map((f) => f.findingId));
    expect(judgeAll(world, ['access/rows']).map(({ findingId }) => findingId)).toEqual(['rows']);
  });

  it('cites the queries and the events that a finding rests on', () => {
    const finding = judgeFinding(ACCESSED, goodWorld());
    expect(finding.queryExecutionIds).toEqual(['query-of-count']);
    expect(finding.eventIds).toEqual(['access-count']);
  });
});
