import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GlueClient } from '@aws-sdk/client-glue';
import { IAMClient } from '@aws-sdk/client-iam';
import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { z } from 'zod';
import type { Access } from './lake-under-test.js';

const eventSchema = z.object({ requestID: z.string() });

/** The lake was killed before it answered: whether the call counts is open. */
export class NoAnswer extends Error {}

/** The SDK's clients of one start of a lake, and the request ids of what it acknowledged. */
export class Caller {
  readonly access: Access;
  readonly athena: AthenaClient;
  readonly glue: GlueClient;
  readonly iam: IAMClient;
  readonly lakeFormation: LakeFormationClient;
  readonly s3: S3Client;
  readonly sts: STSClient;
  readonly #cloudTrail: CloudTrailClient;
  readonly #acknowledged: Set<string>;
  #answers = 0;
  readonly #since = new Date(Date.now() - 2_000);

  /** `acknowledged`: of the start before, whose events must be there as well. */
  constructor(access: Access, acknowledged: ReadonlySet<string> = new Set()) {
    this.access = access;
    this.athena = new AthenaClient(access);
    this.glue = new GlueClient(access);
    this.iam = new IAMClient(access);
    this.lakeFormation = new LakeFormationClient(access);
    this.s3 = new S3Client({ ...access, forcePathStyle: true });
    this.sts = new STSClient(access);
    this.#cloudTrail = new CloudTrailClient(access);
    this.#acknowledged = new Set(acknowledged);
  }

  /** How many calls were acknowledged. */
  get answers(): number {
    return this.#answers;
  }

  /** Their request ids, as far as they leave an event. */
  get acknowledged(): ReadonlySet<string> {
    return this.#acknowledged;
  }

  /** Throws NoAnswer when the connection broke, and the lake's refusal. */
  async send<T extends { readonly $metadata: { readonly requestId?: string | undefined } }>(
    call: Promise<T>,
    options: { readonly leavesEvent: boolean } = { leavesEvent: true },
  ): Promise<T> {
    try {
      const output = await call;
      this.#answers += 1;
      const { requestId } = output.$metadata;
      if (options.leavesEvent && requestId !== undefined) this.#acknowledged.add(requestId);
      return output;
    } catch (error) {
      throw isRefusal(error) ? error : new NoAnswer('the lake gave no answer', { cause: error });
    }
  }

  /** Acknowledged calls since `from` whose events the history does not show. */
  async missingEvents(from: Date): Promise<readonly string[]> {
    const missing = new Set(this.#acknowledged);
    let NextToken: string | undefined;
    do {
      const page = await this.#cloudTrail.send(new LookupEventsCommand({ StartTime: from, MaxResults: 50, NextToken }));
      for (const { CloudTrailEvent: text = '' } of page.Events ?? []) {
        missing.delete(eventSchema.parse(JSON.parse(text)).requestID);
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined && missing.size > 0);
    this.#acknowledged.clear();
    return [...missing];
  }

  get since(): Date {
    return this.#since;
  }

  close(): void {
    for (const client of [this.athena, this.glue, this.iam, this.lakeFormation, this.s3, this.sts, this.#cloudTrail]) {
      client.destroy();
    }
  }
}

function isRefusal(error: unknown): boolean {
  return z.object({ $metadata: z.object({ httpStatusCode: z.number() }) }).safeParse(error).success;
}
