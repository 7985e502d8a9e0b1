import { parseArgs } from 'node:util';
import type { GlueClient } from '@aws-sdk/client-glue';
import { parseArn } from '../../core/arn.js';
import { systemClock } from '../../core/clock.js';
import { LakeproofError, messageOf, UsageError } from '../../core/error.js';
import { setUpAccount } from './account-setup.js';
import { DATA_MARK } from './reviews.js';

/** Prefix of the results bucket of both templates; `<region>-<account>` follows. */
const RESULTS_BUCKET_PREFIX = 'sagemaker-audit-control-query-results-';

interface SeedOptions {
  readonly data: 'reviews' | 'none';
  readonly mark: string | undefined;
}

/**
 * Does to a fresh lake what a person does after deploying: the calls of infra/account-setup.json, then the data. A client
 * like any other: endpoint, Region and credentials come from AWS_* variables.
 */
async function seed(options: SeedOptions): Promise<void> {
  const [{ STSClient, GetCallerIdentityCommand }, { LakeFormationClient }, { GlueClient: Glue }] = await Promise.all([
    import('@aws-sdk/client-sts'),
    import('@aws-sdk/client-lakeformation'),
    import('@aws-sdk/client-glue'),
  ]);
  const sts = new STSClient({});
  const glue = new Glue({});
  const { Account: accountId = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  const partition = parseArn(Arn)?.partition ?? 'aws';
  const region = await sts.config.region();
  const setup = setUpAccount({ lakeFormation: new LakeFormationClient({}), glue, accountId, partition });
  if (options.data === 'none') return setup;
  const outputLocation = `s3://${RESULTS_BUCKET_PREFIX}${region}-${accountId}/lake-admin/`;
  const [loaded] = await Promise.all([load(glue, outputLocation, options.mark), setup]);
  if (loaded.length === 0) {
    process.stderr.write('seed: the catalogue has none of the tables that there is data for; nothing was loaded\n');
  }
}

async function load(glue: GlueClient, outputLocation: string, mark: string | undefined): Promise<readonly string[]> {
  const [{ loadData }, { S3Client }, { AthenaClient }] = await Promise.all([
    import('./load.js'),
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/client-athena'),
  ]);
  // Path style, as the lake's single host has no room for a bucket's name.
  const s3 = new S3Client({ forcePathStyle: true });
  return loadData({ glue, s3, athena: new AthenaClient({}), clock: systemClock, outputLocation, mark });
}

function seedOptions(args: readonly string[]): SeedOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: 'string', default: 'reviews' }, 'data-mark': { type: 'string' } },
  });
  const { data, 'data-mark': mark } = values;
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
  return { data, mark };
}

try {
  await seed(seedOptions(process.argv.slice(2)));
} catch (error) {
  const text = error instanceof LakeproofError ? error.describe() : `seed: ${messageOf(error)}`;
  process.stderr.write(`${text}\n`);
  process.exitCode = error instanceof UsageError ? 3 : 2;
}
