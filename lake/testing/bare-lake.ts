import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../core/clock.js';
import { systemClock } from '../../core/clock.js';
import { Secret } from '../../core/secret.js';
import { newFaultsToken } from '../faults.js';
import { FaultsDoor } from '../faults-door.js';
import { type AssembledLake, createLake, type DataServices, type LakeOptions } from '../lake.js';
import { notImplemented } from '../model/aws-error.js';
import type { LakeAccount, LakeSwitches } from '../model/lake.js';
import { ACCOUNT_ID, type Founders, foundAccount, PARTITION, REGION } from '../process/account.js';
import { type LakeServer, startServer } from '../server.js';
import type { AccessKey } from '../services/iam/store.js';
import type { DeliveryPeriods } from '../trail/delivery/logging-spell.js';
import { type AuditDelivery, fixedDelivery } from '../trail/delivery-delay.js';
import { CheckedJournal, checkRestart } from './checked-journal.js';

export interface BareLake {
  readonly assembled: AssembledLake;
  readonly founders: Founders;
  readonly server: LakeServer;
  readonly faultsToken: string;
  /** What nothing meant to throw; a test of the front door wants this empty. */
  readonly defects: readonly unknown[];
  /** Settings for a client of the SDK that signs with `key` and tries once. */
  clientOptions(key: AccessKey): {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  close(): Promise<void>;
}

export interface BareLakeOptions {
  readonly clock?: Clock;
  readonly region?: string;
  readonly auditDelivery?: AuditDelivery;
  readonly deliveryPeriods?: DeliveryPeriods;
  readonly services?: Partial<DataServices>;
  readonly switches?: Partial<LakeSwitches>;
  readonly limits?: LakeAccount['limits'];
  readonly queryTime?: LakeAccount['queryTime'];
}

/** A lake on a free port with the services of the front door only; data services answer NotImplemented unless given. */
export async function startBareLake(options: BareLakeOptions = {}): Promise<BareLake> {
  const stateDir = mkdtempSync(join(tmpdir(), 'lakeproof-test-'));
  const defects: unknown[] = [];
  const journal = new CheckedJournal(stateDir);
  const lakeOptions: LakeOptions = {
    account: {
      partition: PARTITION,
      accountId: ACCOUNT_ID,
      region: options.region ?? REGION,
      clock: options.clock ?? systemClock,
      stateDir,
      journal,
      ...(options.switches === undefined ? {} : { switches: options.switches }),
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      ...(options.queryTime === undefined ? {} : { queryTime: options.queryTime }),
    },
    services: { ...noData, ...options.services },
    auditDelivery: options.auditDelivery ?? fixedDelivery(0),
    ...(options.deliveryPeriods === undefined ? {} : { deliveryPeriods: options.deliveryPeriods }),
    onDefect: (defect) => defects.push(defect),
  };
  const assembled = createLake(lakeOptions);
  const founders = foundAccount(assembled);
  const faultsToken = newFaultsToken();
  const server = await startServer(assembled.door, {
    port: 0,
    sideDoors: [new FaultsDoor(assembled.faults, new Secret(faultsToken))],
    onDefect: (defect) => defects.push(defect),
  });
  return {
    assembled,
    founders,
    server,
    faultsToken,
    defects,
    clientOptions: (key) => ({
      endpoint: server.url,
      region: REGION,
      credentials: { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey.reveal() },
      maxAttempts: 1,
    }),
    close: async () => {
      await server.close();
      journal.close();
      assembled.close();
      checkRestart(lakeOptions, journal);
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

const unavailable = (): never => {
  throw notImplemented('data');
};

const noData: DataServices = {
  athena: () => ({ actions: [] }),
  glue: () => ({
    actions: [],
    catalogue: {
      databases: () => [],
      database: () => undefined,
      tables: () => [],
      table: () => undefined,
      partitions: () => [],
      addPartitions: unavailable,
    },
  }),
  lakeFormation: () => ({
    actions: [],
    permissions: {
      tableAccess: unavailable,
      databaseVisible: unavailable,
      databaseSeenThroughIamOnly: unavailable,
      registeredLocation: unavailable,
      vendsData: unavailable,
      isAdministrator: unavailable,
      isReadOnlyAdministrator: unavailable,
      may: unavailable,
    },
  }),
  s3: () => ({
    actions: [],
    objects: {
      bucketExists: () => true,
      head: () => undefined,
      list: () => [],
      put: unavailable,
      delete: unavailable,
    },
    service: { operationOf: unavailable, serve: unavailable },
  }),
  sageMaker: () => ({ actions: [] }),
};
