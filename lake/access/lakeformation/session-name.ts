import { randomLetters } from '../../model/random.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const SUFFIX_LETTERS = 10;

/**
 * The name of a session in which Lake Formation gives data out: version, engine (`AT` Athena, `NA` one that it has no
 * letters for), account, and what no other has (Developer Guide, "cross-account-logging"; published events).
 */
export function vendedSessionName(engine: 'AT' | 'NA', accountId: string): string {
  return `AWSLF-00-${engine}-${accountId}-${randomLetters(LETTERS, SUFFIX_LETTERS)}`;
}
