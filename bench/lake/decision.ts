import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../core/clock.js';
import { dataServices } from '../../lake/data-services.js';
import { createLake } from '../../lake/lake.js';
import type { GlueTable } from '../../lake/model/catalogue.js';
import { ACCOUNT_ID, foundAccount, PARTITION, REGION } from '../../lake/process/account.js';
import { startServer } from '../../lake/server.js';
import { fixedDelivery } from '../../lake/trail/delivery-delay.js';
import { buildCatalogue } from './catalogue.js';
import { type CatalogueSizes, databaseName, roleArn, tableName } from './large-account.js';

const DECISIONS = 20_000;

/**
 * How long Lake Formation's decision about a table takes for a principal, without the call around it: a lake in this
 * process is filled through its APIs, then asked for every role and table in turn.
 */
export async function decisionMs(sizes: CatalogueSizes): Promise<readonly number[]> {
  const stateDir = await mkdtemp(join(tmpdir(), 'lakeproof-bench-'));
  const onDefect = (defect: unknown): never => {
    throw defect instanceof Error ? defect : new Error(String(defect));
  };
  const account = { partition: PARTITION, accountId: ACCOUNT_ID, region: REGION, clock: systemClock, stateDir };
  const assembled = createLake({ account, services: dataServices, auditDelivery: fixedDelivery(0), onDefect });
  const { adminKey } = foundAccount(assembled);
  const server = await startServer(assembled.door, { port: 0, onDefect });
  try {
    const { accessKeyId, secretAccessKey } = adminKey;
    const credentials = { accessKeyId, secretAccessKey: secretAccessKey.reveal() };
    await buildCatalogue({ endpoint: server.url, region: REGION, credentials, maxAttempts: 1 }, sizes);
    const { catalogue, permissions } = assembled.lake;
    return Array.from({ length: DECISIONS }, (_, index) => {
      const table = catalogue.table(databaseName(index % sizes.tables), tableName(index % sizes.tables));
      return decisionOf(() => permissions.tableAccess(roleArn((index * 7) % sizes.roles), found(table)));
    });
  } finally {
    await server.close();
    assembled.close();
    await rm(stateDir, { recursive: true, force: true });
  }
}

function decisionOf(decide: () => unknown): number {
  const startedMs = performance.now();
  decide();
  return performance.now() - startedMs;
}

function found(table: GlueTable | undefined): GlueTable {
  if (table === undefined) throw new Error('a table is not there');
  return table;
}
