import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../../core/clock.js';
import { dataServices } from '../data-services.js';
import { innerInvocation } from '../dispatch.js';
import { type AssembledLake, createLake } from '../lake.js';
import type { ServiceId } from '../model/action.js';
import type { Caller } from '../model/caller.js';
import type { LakeSwitches } from '../model/lake.js';
import { ACCOUNT_ID, foundAccount, PARTITION, REGION } from '../process/account.js';
import { fixedDelivery } from '../trail/delivery-delay.js';

/** A whole lake that is asked in-process: past HTTP and the signature, through all that follows them. */
export interface InnerLake {
  readonly assembled: AssembledLake;
  readonly admin: Caller;
  /** What nothing meant to throw; a test wants this empty. */
  readonly defects: readonly unknown[];
  /** A session of a new role that IAM allows everything. */
  person(name: string): Promise<Caller>;
  /** Authorises, checks, handles and records one call, as the dispatcher does for the front door. Throws AwsError. */
  call(caller: Caller, service: ServiceId, operation: string, input: object): Promise<unknown>;
  close(): void;
}

const assumed = z.object({ Credentials: z.object({ AccessKeyId: z.string() }) });

/** For tests of thousands of calls, where the wire would be most of the work and says nothing new. */
export function startInnerLake(switches: Partial<LakeSwitches> = {}): InnerLake {
  const stateDir = mkdtempSync(join(tmpdir(), 'lakeproof-inner-'));
  const defects: unknown[] = [];
  const assembled = createLake({
    account: { partition: PARTITION, accountId: ACCOUNT_ID, region: REGION, clock: systemClock, stateDir, switches },
    services: dataServices,
    auditDelivery: fixedDelivery(0),
    onDefect: (defect) => defects.push(defect),
  });
  const { lake, dispatcher, identities } = assembled;
  const { admin } = foundAccount(assembled);
  const call: InnerLake['call'] = (caller, service, operation, input) =>
    dispatcher.dispatch(innerInvocation(lake, caller, { service, operation, input }));
  return {
    assembled,
    admin,
    defects,
    call,
    person: async (name) => {
      const trust = {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:root` },
        Action: 'sts:AssumeRole',
      };
      await call(admin, 'iam', 'CreateRole', { RoleName: name, AssumeRolePolicyDocument: policy(trust) });
      const everything = policy({ Effect: 'Allow', Action: '*', Resource: '*' });
      await call(admin, 'iam', 'PutRolePolicy', { RoleName: name, PolicyName: 'all', PolicyDocument: everything });
      const RoleArn = `arn:aws:iam::${ACCOUNT_ID}:role/${name}`;
      const session = await call(admin, 'sts', 'AssumeRole', { RoleArn, RoleSessionName: randomUUID() });
      const found = identities.resolve(assumed.parse(session).Credentials.AccessKeyId);
      if (found === undefined) throw new Error(`the session of ${name} is not known`);
      return found.caller;
    },
    close: () => {
      assembled.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statement });
}
