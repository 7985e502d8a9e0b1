import type { Exchange } from '../model/action.js';
import type { Caller } from '../model/caller.js';
import type { LakeAccount } from '../model/lake.js';
import { newId, wholeSeconds } from '../services/iam/store.js';
import { roleSessionCaller } from '../services/sts/sessions.js';

/** Somebody else who works in the account, and where his calls come from. */
export interface ForeignPrincipal {
  readonly caller: Caller;
  readonly from: Pick<Exchange, 'sourceIPAddress' | 'userAgent' | 'invokedBy'>;
}

const SESSION_MS = 12 * 60 * 60 * 1000;
const BROWSER = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/139.0.0.0 Safari/537.36';

const service = (host: string): ForeignPrincipal['from'] => ({
  sourceIPAddress: host,
  userAgent: host,
  invokedBy: host,
});

/** Role and session, and the source. One shares the name of Studio's sessions, which no role can own. */
const SESSIONS: readonly (readonly [role: string, session: string, from: ForeignPrincipal['from']])[] = [
  ['NightlyEtlRole', 'GlueJobRunnerSession', service('glue.amazonaws.com')],
  ['ReportingRole', 'quicksight-refresh', { sourceIPAddress: '203.0.113.24', userAgent: 'aws-sdk-java/2.42.12' }],
  ['DataEngineerRole', 'maria.santos', { sourceIPAddress: '198.51.100.7', userAgent: BROWSER }],
  ['MarketingStudioExecutionRole', 'SageMaker', { sourceIPAddress: '203.0.113.80', userAgent: 'Boto3/1.42.5' }],
  ['ConfigRecorderRole', 'AWSConfig-Describe', service('config.amazonaws.com')],
];

/**
 * Principals that IAM of this lake does not know: nobody can sign as them, list them or grant to them, so that nothing
 * but the trail tells of them.
 */
export function foreignPrincipals(account: LakeAccount): readonly ForeignPrincipal[] {
  const { partition, accountId, clock } = account;
  const createdAt = wholeSeconds(clock.now());
  const expiresAt = new Date(createdAt.getTime() + SESSION_MS);
  const sessions = SESSIONS.map(([name, sessionName, from]): ForeignPrincipal => {
    const role = { id: newId('AROA'), name, arn: `arn:${partition}:iam::${accountId}:role/${name}` };
    const facts = { sessionName, roleId: role.id, roleArn: role.arn, createdAt, expiresAt, tags: {}, chained: false };
    return { caller: roleSessionCaller(account, role, newId('ASIA', 20), facts), from };
  });
  const arn = `arn:${partition}:iam::${accountId}:user/ci-deployer`;
  const user: Caller = {
    type: 'IAMUser',
    accountId,
    arn,
    principalArn: arn,
    userId: newId('AIDA'),
    accessKeyId: newId('AKIA', 20),
    name: 'ci-deployer',
  };
  const agent = 'aws-cli/2.31.9 md/awscrt#0.28.0 ua/2.1 os/linux#6.8.0 lang/python#3.13.7';
  return [...sessions, { caller: user, from: { sourceIPAddress: '192.0.2.44', userAgent: agent } }];
}
