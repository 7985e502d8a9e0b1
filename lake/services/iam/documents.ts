import { parseArn } from '../../../core/arn.js';
import { parsePolicy } from '../../access/iam/policy-document.js';
import { AwsError } from '../../model/aws-error.js';
import type { LakeAccount } from '../../model/lake.js';
import type { IamStore, StoredPolicy } from './store.js';

export function identityPolicy(text: string | undefined): StoredPolicy {
  return { text: text ?? '', document: parsePolicy(text ?? '', 'identity') };
}

/**
 * A trust policy. Principals of this account must exist when it is stored: IAM refuses `Invalid principal in policy`,
 * so that nobody can trust a name that another may take later.
 */
export function trustPolicy(text: string | undefined, store: IamStore, account: LakeAccount): StoredPolicy {
  const document = parsePolicy(text ?? '', 'trust');
  for (const statement of document.statements) {
    for (const principal of statement.principals?.aws ?? []) {
      if (!isKnownPrincipal(principal, store, account)) {
        throw new AwsError('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${principal}"`);
      }
    }
  }
  return { text: text ?? '', document };
}

function isKnownPrincipal(text: string, store: IamStore, account: LakeAccount): boolean {
  if (text === '*' || /^\d{12}$/.test(text)) return true;
  const arn = parseArn(text);
  if (arn === undefined) return false;
  if (arn.accountId !== account.accountId) return /^\d{12}$/.test(arn.accountId);
  if (arn.service === 'sts') return /^(?:assumed-role|federated-user)\//.test(arn.resource);
  if (arn.service !== 'iam') return false;
  if (arn.resource === 'root') return true;
  return store.roleByArn(text) !== undefined || store.users.values().some((user) => user.arn === text);
}
