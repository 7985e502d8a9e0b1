import type { AthenaClient } from '@aws-sdk/client-athena';
import type { GlueClient } from '@aws-sdk/client-glue';
import type { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import type { S3Client } from '@aws-sdk/client-s3';
import { parseArn } from '../../core/arn.js';

export interface SeedClients {
  readonly glue: GlueClient;
  readonly lakeFormation: LakeFormationClient;
  /** Only where there is data to load. */
  readonly s3?: S3Client;
  readonly athena?: AthenaClient;
  whoAmI(): Promise<{ readonly accountId: string; readonly partition: string; readonly region: string }>;
}

/** The SDK's clients by AWS_* variables; only those that are needed are imported, as each takes its time. */
export async function clientsFor(data: 'reviews' | 'none'): Promise<SeedClients> {
  const [sts, glue, lakeFormation, loading] = await Promise.all([
    import('@aws-sdk/client-sts'),
    import('@aws-sdk/client-glue'),
    import('@aws-sdk/client-lakeformation'),
    data === 'none' ? undefined : loadingClients(),
  ]);
  const stsClient = new sts.STSClient({});
  return {
    glue: new glue.GlueClient({}),
    lakeFormation: new lakeFormation.LakeFormationClient({}),
    ...loading,
    whoAmI: async () => {
      const { Account: accountId = '', Arn = '' } = await stsClient.send(new sts.GetCallerIdentityCommand({}));
      return { accountId, partition: parseArn(Arn)?.partition ?? 'aws', region: await stsClient.config.region() };
    },
  };
}

async function loadingClients(): Promise<{ readonly s3: S3Client; readonly athena: AthenaClient }> {
  const [s3, athena] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/client-athena')]);
  // Path style, as the lake's single host has no room for a bucket's name.
  return { s3: new s3.S3Client({ forcePathStyle: true }), athena: new athena.AthenaClient({}) };
}
