import { createHash, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock } from '../../../core/clock.js';

const newKeyPair = promisify(generateKeyPair);
const MODULUS_BITS = 2048;
/** ListPublicKeys shows keys that are good for some weeks (CloudTrail User Guide, sample answer of "list-public-keys"). */
const VALIDITY_MS = 30 * 24 * 60 * 60 * 1000;

/** A key pair that digests of the Region are signed with for some time. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** DER of PKCS #1, as ListPublicKeys gives it. */
  readonly publicKeyDer: Buffer;
  /** What digests name the key by: 32 hex digits, the MD5 of the DER. */
  readonly fingerprint: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** The Region's keys; one is made when it is first needed, and another when its time is over. */
export class SigningKeys {
  readonly #clock: Clock;
  readonly #keys: SigningKey[] = [];
  #making: Promise<SigningKey> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The key that signs now. */
  async current(): Promise<SigningKey> {
    const last = this.#keys.at(-1);
    if (last !== undefined && last.validTo > this.#clock.now()) return last;
    this.#making ??= this.#make();
    return this.#making;
  }

  /** Those that were good at some time of the range. */
  async list(from: Date, to: Date): Promise<readonly SigningKey[]> {
    await this.current();
    return this.#keys.filter(({ validFrom, validTo }) => validFrom <= to && validTo >= from);
  }

  async #make(): Promise<SigningKey> {
    try {
      const { privateKey, publicKey } = await newKeyPair('rsa', { modulusLength: MODULUS_BITS });
      const publicKeyDer = publicKey.export({ type: 'pkcs1', format: 'der' });
      // From the start of the hour: digests of the first hour are asked for by the hour as well.
      const validFrom = new Date(this.#clock.now());
      validFrom.setUTCMinutes(0, 0, 0);
      const key: SigningKey = {
        privateKey,
        publicKeyDer,
        fingerprint: createHash('md5').update(publicKeyDer).digest('hex'),
        validFrom,
        validTo: new Date(validFrom.getTime() + VALIDITY_MS),
      };
      this.#keys.push(key);
      return key;
    } finally {
      this.#making = undefined;
    }
  }
}
