import { parseArn } from '../../../core/arn.js';
import { type PolicyDocument, parsePolicy } from '../../access/iam/policy-document.js';
import { AwsError } from '../../model/aws-error.js';
import type { LakeAccount } from '../../model/lake.js';
import type { IamStore, StoredPolicy, TrustPolicy } from './store.js';

export function identityPolicy(text: string | undefined): StoredPolicy {
  return { text: text ?? '', document: parsePolicy(text ?? '', 'identity') };
}

/**
 * A trust policy. Principals of this account must exist when it is stored: IAM refuses `Invalid principal in policy`,
 * so that nobody can trust a name that another may take later.
 */
export function trustPolicy(text: string | undefined, store: IamStore, account: LakeAccount): TrustPolicy {
  const document = parsePolicy(text ?? '', 'trust');
  const principalIds = new Map<string, string>();
  for (const statement of document.statements) {
    for (const principal of statement.principals?.aws ?? []) {
      if (!isKnownPrincipal(principal, store, account)) {
        throw new AwsError('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${principal}"`);
      }
      const id = store.idByArn(principal);
      if (id !== undefined) principalIds.set(principal, id);
    }
  }
  return { text: text ?? '', document, principalIds };
}

/**
 * The trust policy as it holds now: a user or role that was deleted is named by its old id, and whoever has its name
 * today is not meant. Source: IAM User Guide, "AWS JSON policy elements: Principal".
 */
export function trustAsOfNow({ document, principalIds }: TrustPolicy, store: IamStore): PolicyDocument {
  return {
    ...document,
    statements: document.statements.map((statement) => {
      const { principals } = statement;
      if (principals === undefined) return statement;
      const aws = principals.aws.map((principal) => asOfNow(principal, principalIds, store));
      return { ...statement, principals: { ...principals, aws } };
    }),
  };
}

/** The text of the trust policy as GetRole shows it, byte for byte unless a principal is gone. */
export function trustTextAsOfNow({ text, principalIds }: TrustPolicy, store: IamStore): string {
  const gone = [...principalIds].filter(([arn, id]) => store.idByArn(arn) !== id);
  return gone.reduce((shown, [arn, id]) => shown.replaceAll(JSON.stringify(arn), JSON.stringify(id)), text);
}

function asOfNow(principal: string, principalIds: TrustPolicy['principalIds'], store: IamStore): string {
  const id = principalIds.get(principal);
  return id === undefined || store.idByArn(principal) === id ? principal : id;
}

function isKnownPrincipal(text: string, store: IamStore, account: LakeAccount): boolean {
  if (text === '*' || /^\d{12}$/.test(text)) return true;
  const arn = parseArn(text);
  if (arn === undefined) return false;
  if (arn.accountId !== account.accountId) return /^\d{12}$/.test(arn.accountId);
  if (arn.service === 'sts') return /^(?:assumed-role|federated-user)\//.test(arn.resource);
  if (arn.service !== 'iam') return false;
  if (arn.resource === 'root') return true;
  return store.idByArn(text) !== undefined;
}
