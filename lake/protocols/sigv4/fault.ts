/** Why a request's signature was refused; each protocol has its own code for it (lake/protocols/authentication-errors.ts). */
export type AuthenticationFaultKind =
  | 'missing'
  | 'incomplete'
  | 'version-2'
  | 'unknown-key'
  | 'bad-token'
  | 'expired-token'
  | 'mismatch'
  | 'skew'
  | 'wrong-region'
  | 'expired-url'
  | 'unsigned-header';

export class AuthenticationFault extends Error {
  readonly kind: AuthenticationFaultKind;
  /** AWS's text, where it depends on the request. */
  readonly text: string | undefined;
  /** Further members of the error, where a dialect has them: S3 names the right `Region`, by which clients find it. */
  readonly members: Readonly<Record<string, string>>;

  constructor(kind: AuthenticationFaultKind, text?: string, members: Readonly<Record<string, string>> = {}) {
    super(text ?? kind);
    this.name = 'AuthenticationFault';
    this.kind = kind;
    this.text = text;
    this.members = members;
  }
}
