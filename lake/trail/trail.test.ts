import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/clock.js';
import { Faults } from '../faults.js';
import type { Caller } from '../model/caller.js';
import type { TrailEntry, TrailEvent, TrailSink } from '../model/trail.js';
import { CALLER, EngineLake } from '../testing/engine-lake.js';
import { DeliveryTimes, fixedDelivery } from './delivery-delay.js';
import { trailEvent } from './event.js';
import { TrailStore } from './store.js';
import { createTrail } from './trail.js';

let folder: string;
let store: TrailStore;
let world: EngineLake;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakeproof-trail-'));
  store = new TrailStore(folder);
  world = new EngineLake();
});
afterEach(() => {
  store.close();
  world.close();
  rmSync(folder, { recursive: true, force: true });
});

function entryOf(category?: TrailEntry['category']): TrailEntry {
  return {
    exchange: {
      lake: world.lake,
      service: 's3',
      operation: 'GetObject',
      requestId: '00000000-0000-4000-8000-000000000002',
      caller: CALLER,
      receivedAt: new Date(0),
      sourceIPAddress: '127.0.0.1',
      userAgent: 'test',
    },
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    facts: { readOnly: true, requestParameters: { bucketName: 'data', key: 'k' } },
    ...(category === undefined ? {} : { category }),
  };
}

describe('what is recorded', () => {
  const heard: { readonly event: TrailEvent; readonly deliveredFrom: Date }[] = [];
  const sink: TrailSink = {
    selectsData: ({ resourceArn }) => resourceArn === 'arn:aws:s3:::data/k',
    accept: (event, _text, deliveredFrom) => heard.push({ event, deliveredFrom }),
  };
  const clock = new FakeClock();
  const trail = () =>
    createTrail({
      clock,
      store,
      sink,
      faults: new Faults(),
      times: new DeliveryTimes(fixedDelivery(2_000)),
      principal: () => undefined,
    });
  beforeEach(() => {
    heard.length = 0;
  });

  it('is in the event history when it is a management event, and heard by the sink with the end of its delay', () => {
    trail().record(entryOf());
    expect([...store.newestFirst()].map(({ eventName }) => eventName)).toEqual(['GetObject']);
    expect(heard).toMatchObject([{ event: { eventCategory: 'Management', managementEvent: true } }]);
    expect(heard[0]?.deliveredFrom.getTime()).toBe(clock.now().getTime() + 2_000);
  });

  it('is there twice, under one eventID, when it is delivered twice', () => {
    const spread = { medianMs: 1_000, p99Ms: 5_000, maxMs: 9_000 };
    const times = new DeliveryTimes({ delay: spread, bySource: {}, duplicates: 1, seed: 1 });
    createTrail({ clock, store, sink, faults: new Faults(), times, principal: () => undefined }).record(entryOf());
    const shown = [...store.newestFirst()];
    expect(shown).toHaveLength(2);
    expect(new Set(shown.map(({ eventId }) => eventId)).size).toBe(1);
    expect(new Set(shown.map(({ visibleAtMs }) => visibleAtMs)).size).toBe(2);
    expect(new Set(heard.map(({ event }) => event.eventID))).toEqual(new Set([shown[0]?.eventId]));
    expect(heard).toHaveLength(2);
  });

  it('is never in the event history when it is a data event, and heard all the same', () => {
    trail().record(entryOf('Data'));
    expect([...store.newestFirst()]).toEqual([]);
    expect(heard).toMatchObject([{ event: { eventCategory: 'Data', managementEvent: false } }]);
  });

  it('is a data event only where the sink selects it', () => {
    const subject = {
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      resourceType: 'AWS::S3::Object',
      readOnly: true,
      userIdentityArn: CALLER.arn,
    };
    expect(trail().selectsData({ ...subject, resourceArn: 'arn:aws:s3:::data/k' })).toBe(true);
    expect(trail().selectsData({ ...subject, resourceArn: 'arn:aws:s3:::other/k' })).toBe(false);
  });
});

describe('events of what Athena calls for a Studio session', () => {
  const session = {
    sessionName: 'SageMaker',
    roleId: 'AROAEXAMPLE',
    roleArn: 'arn:aws:iam::111122223333:role/R',
    createdAt: new Date(0),
    expiresAt: new Date(3_600_000),
    sourceIdentity: 'data-scientist',
    tags: {},
    chained: false,
  };
  const vended = { ...session, sessionName: 'AWSLF-00-AT-111122223333-abcdefghij' };
  const entry = (caller: Caller, invokedBy?: string): TrailEntry => {
    const { exchange, ...rest } = entryOf();
    return { ...rest, exchange: { ...exchange, caller, ...(invokedBy === undefined ? {} : { invokedBy }) } };
  };
  const studio: Caller = { ...CALLER, arn: 'arn:aws:sts::111122223333:assumed-role/R/SageMaker', session };
  const eventOf = (made: TrailEntry) => trailEvent(made, new Date(0)).event.userIdentity;

  it('show the source identity of a Studio session, and of what Athena calls for it', () => {
    for (const invokedBy of [undefined, 'athena.amazonaws.com']) {
      expect(eventOf(entry(studio, invokedBy))).toMatchObject({
        arn: 'arn:aws:sts::111122223333:assumed-role/R/SageMaker',
        sessionContext: { sourceIdentity: 'data-scientist', sessionIssuer: { userName: 'R' } },
        ...(invokedBy === undefined ? {} : { invokedBy }),
      });
    }
  });

  it('are written as the JSON of what they are, whoever calls and however it ends', () => {
    const refusal = { error: { code: 'AccessDenied', message: 'a "quoted" refusal\n' } };
    const user: Caller = { ...CALLER, type: 'IAMUser', name: 'who "says" ü' };
    const entries = [studio, { ...studio, session: vended }, user, { ...CALLER, type: 'AWSService' as const }].flatMap(
      (caller) => [undefined, 'athena.amazonaws.com'].map((invokedBy) => entry(caller, invokedBy)),
    );
    const hostile = 'a"; \u0000\u2028 </script> \ud83d\ude00';
    const full = ({ exchange, facts, ...rest }: TrailEntry): TrailEntry => ({
      ...rest,
      exchange: { ...exchange, userAgent: hostile },
      facts: {
        ...facts,
        requestParameters: { name: hostile, left: undefined },
        responseElements: { key: hostile },
        additionalEventData: { note: hostile },
        listed: [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::bucket/${hostile}` }],
      },
    });
    const all = [...entries, ...entries.map(full)];
    for (const made of [...all, ...all.map((one) => ({ ...one, ...refusal })), ...all]) {
      const { event, text } = trailEvent(made, new Date(0));
      const read = JSON.parse(text) as Record<string, unknown>;
      expect(read).toEqual(JSON.parse(JSON.stringify(event)));
      expect(Object.keys(read)).toEqual(IN_ORDER.filter((name) => name in read));
      expect(text).toBe(JSON.stringify(read));
    }
  });

  it('carry the access key of the session unless the lake is told', () => {
    const athena = 'athena.amazonaws.com';
    const accessKeyId = 'ASIAEXAMPLE';
    expect(eventOf(entry(studio, athena))).toMatchObject({ accessKeyId });
    world.switches.accessKeyOfAthenasCalls = 'absent';
    expect(eventOf(entry(studio, athena))).not.toHaveProperty('accessKeyId');
    // His own calls carry it in any case, and so do the sessions that Lake Formation opened.
    expect(eventOf(entry(studio))).toMatchObject({ accessKeyId });
    expect(eventOf(entry({ ...studio, session: vended }, athena))).toMatchObject({ accessKeyId });
  });
});

/** The members of a record as CloudTrail writes them (published events of the services here). */
const IN_ORDER = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestID',
  'eventID',
  'readOnly',
  'resources',
  'eventType',
  'managementEvent',
  'recipientAccountId',
  'eventCategory',
];
