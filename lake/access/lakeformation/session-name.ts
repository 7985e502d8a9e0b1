import { randomBytes } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const SUFFIX_LETTERS = 10;

/**
 * The name of a session in which Lake Formation gives data out: version, engine (`AT` Athena, `NA` one that it has no
 * letters for), account, and what no other has (Developer Guide, "cross-account-logging"; published events).
 */
export function vendedSessionName(engine: 'AT' | 'NA', accountId: string): string {
  const suffix = [...randomBytes(SUFFIX_LETTERS)].map((byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
  return `AWSLF-00-${engine}-${accountId}-${suffix}`;
}
