import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { systemClock } from '../../core/clock.js';
import { LakeproofError, messageOf, UsageError } from '../../core/error.js';
import { setUpAccount } from './account-setup.js';
import { tablesByDatabase } from './catalogue.js';
import { clientsFor, type SeedClients } from './clients.js';
import { generatedData } from './generate.js';
import { loadData } from './load.js';
import { DATA_MARK, dataSets } from './reviews.js';

/** Prefix of the results bucket of both templates; `<region>-<account>` follows. */
const RESULTS_BUCKET_PREFIX = 'sagemaker-audit-control-query-results-';

interface SeedOptions {
  readonly data: 'reviews' | 'none';
  readonly mark: string | undefined;
  /** Make everything ready, then wait for a line on standard input before the first call. */
  readonly afterStdin: boolean;
}

/**
 * Does to a fresh lake what a person does after deploying: the calls of infra/account-setup.json, then the data. A client
 * like any other: endpoint, Region and credentials come from AWS_* variables.
 */
async function seed(options: SeedOptions): Promise<void> {
  const started = options.afterStdin ? firstLine() : Promise.resolve();
  // Clients and data take longer to make ready than the lake to be deployed: both happen at once.
  const [clients, data] = await Promise.all([
    clientsFor(options.data),
    options.data === 'none' ? undefined : generatedData(dataSets(options.mark), { cached: options.mark === undefined }),
    started,
  ]);
  try {
    await seedWith(clients, data?.folder, options.mark);
  } finally {
    await data?.dispose();
  }
}

async function seedWith(clients: SeedClients, folder: string | undefined, mark: string | undefined): Promise<void> {
  const [{ accountId, partition, region }, catalogue] = await Promise.all([
    clients.whoAmI(),
    tablesByDatabase(clients.glue),
  ]);
  const names = Object.fromEntries(
    [...catalogue].map(([name, tables]) => [name, tables.flatMap(({ Name }) => Name ?? [])]),
  );
  const setup = setUpAccount(clients.lakeFormation, { accountId, partition }, names);
  const { s3, athena } = clients;
  if (folder === undefined || s3 === undefined || athena === undefined) return setup;
  const loading = loadData({
    tables: [...catalogue.values()].flat(),
    sets: dataSets(mark),
    folder,
    s3,
    athena,
    clock: systemClock,
    outputLocation: `s3://${RESULTS_BUCKET_PREFIX}${region}-${accountId}/lake-admin/`,
  });
  const [loaded] = await Promise.all([loading, setup]);
  if (loaded.length === 0) {
    process.stderr.write('seed: the catalogue has none of the tables that there is data for; nothing was loaded\n');
  }
}

/** Resolves when a line has come, or rejects when standard input ends without one: then whoever started us is gone. */
async function firstLine(): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const _line of lines) return;
  } finally {
    lines.close();
    process.stdin.destroy();
  }
  throw new LakeproofError({
    code: 'SEED_ABANDONED',
    message: 'standard input ended before the word to start',
    nextStep: 'see why the lake ended; it starts this client',
  });
}

function seedOptions(args: readonly string[]): SeedOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', default: 'reviews' },
      'data-mark': { type: 'string' },
      'after-stdin': { type: 'boolean', default: false },
    },
  });
  const { data, 'data-mark': mark, 'after-stdin': afterStdin } = values;
  if (data !== 'reviews' && data !== 'none') {
    throw new UsageError({
      code: 'SEED_USAGE',
      message: `--data ${JSON.stringify(data)}: there is no such data`,
      nextStep: 'use --data reviews or --data none',
    });
  }
  if (mark !== undefined && !DATA_MARK.test(mark)) {
    throw new UsageError({
      code: 'SEED_USAGE',
      message: `--data-mark ${JSON.stringify(mark)}: it becomes part of S3 keys and must stay as it is there`,
      nextStep: 'use up to 64 letters, digits, hyphens and underscores',
    });
  }
  return { data, mark, afterStdin };
}

try {
  await seed(seedOptions(process.argv.slice(2)));
} catch (error) {
  const text = error instanceof LakeproofError ? error.describe() : `seed: ${messageOf(error)}`;
  process.stderr.write(`${text}\n`);
  process.exitCode = error instanceof UsageError ? 3 : 2;
}
