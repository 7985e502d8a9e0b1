import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/clock.js';
import { Faults } from '../faults.js';
import type { TrailEntry, TrailEvent, TrailSink } from '../model/trail.js';
import { CALLER, EngineLake } from '../testing/engine-lake.js';
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
    accept: (event, deliveredFrom) => heard.push({ event, deliveredFrom }),
  };
  const clock = new FakeClock();
  const trail = () =>
    createTrail({ clock, store, sink, faults: new Faults(), deliveryDelayMs: 2_000, principal: () => undefined });
  beforeEach(() => {
    heard.length = 0;
  });

  it('is in the event history when it is a management event, and heard by the sink with the end of its delay', () => {
    trail().record(entryOf());
    expect([...store.newestFirst()].map(({ eventName }) => eventName)).toEqual(['GetObject']);
    expect(heard).toMatchObject([{ event: { eventCategory: 'Management', managementEvent: true } }]);
    expect(heard[0]?.deliveredFrom.getTime()).toBe(clock.now().getTime() + 2_000);
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
