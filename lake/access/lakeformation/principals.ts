import { parseArn } from '../../../core/arn.js';

/**
 * The names under which grants reach a principal: its own ARN and, for IAM principals, the group of all principals of
 * its account (`111122223333:IAMPrincipals`; Lake Formation Developer Guide, "lf-permissions-reference").
 * IAM_ALLOWED_PRINCIPALS is not among them: it is not a grant to the principal but the absence of enforcement.
 */
export function grantees(principalArn: string): readonly string[] {
  const arn = parseArn(principalArn);
  return arn?.service === 'iam' && arn.accountId !== ''
    ? [principalArn, `${arn.accountId}:IAMPrincipals`]
    : [principalArn];
}

const PRINCIPAL_FORMS: readonly RegExp[] = [
  /^IAM_ALLOWED_PRINCIPALS$/,
  /^\d{12}$/,
  /^\d{12}:IAMPrincipals$/,
  /^arn:aws[\w-]*:iam::\d{12}:(?:user|role)\/.+$/,
  /^arn:aws[\w-]*:iam::\d{12}:saml-provider\/[^:]+:(?:user|group)\/.+$/,
  /^arn:aws[\w-]*:identitystore:::(?:user|group)\/.+$/,
  /^arn:aws[\w-]*:quicksight:[\w-]+:\d{12}:(?:user|group)\/.+$/,
  /^arn:aws[\w-]*:organizations::\d{12}:(?:organization|ou)\/.+$/,
];

/** True when `identifier` has one of the forms that Lake Formation takes; a session's ARN has none of them. */
export function isPrincipalIdentifier(identifier: string): boolean {
  return PRINCIPAL_FORMS.some((form) => form.test(identifier));
}
