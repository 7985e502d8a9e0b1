import { parseArn } from '../../../core/arn.js';
import { type PolicyDocument, parsePolicy } from '../../access/iam/policy-document.js';
import { AwsError } from '../../model/aws-error.js';
import type { LakeAccount } from '../../model/lake.js';
import { limitExceeded } from './errors.js';
import type { IamStore, PolicyHolder, StoredPolicy, TrustPolicy } from './store.js';

export function identityPolicy(text: string | undefined): StoredPolicy {
  return { text: text ?? '', document: parsePolicy(text ?? '', 'identity') };
}

/** Characters that count against a quota: IAM leaves white space out. */
function sizeOf(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}

/** IAM User Guide, "IAM and AWS STS quotas". */
const MANAGED_POLICY_CHARACTERS = 6144;
const TRUST_POLICY_CHARACTERS = 2048;
const INLINE_CHARACTERS: Readonly<Record<PolicyHolder['kind'], number>> = { user: 2048, group: 5120, role: 10_240 };

export function managedPolicyText(text: string | undefined): StoredPolicy {
  const policy = identityPolicy(text);
  if (sizeOf(policy.text) > MANAGED_POLICY_CHARACTERS) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${MANAGED_POLICY_CHARACTERS}`);
  }
  return policy;
}

/** Stores an inline policy with its holder; all of one holder count together. */
export function putInlinePolicy(holder: PolicyHolder, name: string | undefined, text: string | undefined): void {
  const policy = identityPolicy(text);
  const others = [...holder.inline].filter(([other]) => other !== name).map(([, other]) => sizeOf(other.text));
  const most = INLINE_CHARACTERS[holder.kind];
  if (others.reduce((sum, size) => sum + size, sizeOf(policy.text)) > most) {
    throw limitExceeded(`Maximum policy size of ${most} bytes exceeded for ${holder.kind} ${holder.name}`);
  }
  holder.inline.set(name ?? '', policy);
}

/**
 * A trust policy. Principals of this account must exist when it is stored: IAM refuses `Invalid principal in policy`,
 * so that nobody can trust a name that another may take later.
 */
export function trustPolicy(text: string | undefined, store: IamStore, account: LakeAccount): TrustPolicy {
  const document = parsePolicy(text ?? '', 'trust');
  if (sizeOf(text ?? '') > TRUST_POLICY_CHARACTERS) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_CHARACTERS}`);
  }
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
 * The trust policy as it holds now: one that was renamed is named anew, one that was deleted by its old id, and whoever
 * has its name today is not meant. Source: IAM User Guide, "AWS JSON policy elements: Principal".
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
  return [...principalIds.keys()].reduce((shown, arn) => {
    const now = asOfNow(arn, principalIds, store);
    return now === arn ? shown : shown.replaceAll(JSON.stringify(arn), JSON.stringify(now));
  }, text);
}

function asOfNow(principal: string, principalIds: TrustPolicy['principalIds'], store: IamStore): string {
  const id = principalIds.get(principal);
  return id === undefined ? principal : (store.arnById(id) ?? id);
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
