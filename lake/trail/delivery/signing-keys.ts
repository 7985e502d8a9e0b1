import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Clock } from '../../../core/clock.js';
import { type Journal, NO_JOURNAL } from '../../storage/journal.js';
import { KeptMap } from '../../storage/kept-map.js';

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
  /** By fingerprint, the newest last. */
  readonly #keys: KeptMap<SigningKey>;
  #making: Promise<SigningKey> | undefined;

  constructor(clock: Clock, journal: Journal = NO_JOURNAL) {
    this.#clock = clock;
    this.#keys = new KeptMap(journal, { name: 'cloudtrail/signing-keys', parse: readKey, save: savedKey });
  }

  /** The key that signs now. */
  async current(): Promise<SigningKey> {
    const last = [...this.#keys.values()].at(-1);
    if (last !== undefined && last.validTo > this.#clock.now()) return last;
    this.#making ??= this.#make();
    return this.#making;
  }

  /** Those that were good at some time of the range. */
  async list(from: Date, to: Date): Promise<readonly SigningKey[]> {
    await this.current();
    return [...this.#keys.values()].filter(({ validFrom, validTo }) => validFrom <= to && validTo >= from);
  }

  async #make(): Promise<SigningKey> {
    try {
      const { privateKey } = await newKeyPair('rsa', { modulusLength: MODULUS_BITS });
      // From the start of the hour: digests of the first hour are asked for by the hour as well.
      const validFrom = new Date(this.#clock.now());
      validFrom.setUTCMinutes(0, 0, 0);
      const key = signingKey(privateKey, validFrom);
      this.#keys.set(key.fingerprint, key);
      return key;
    } finally {
      this.#making = undefined;
    }
  }
}

function signingKey(privateKey: KeyObject, validFrom: Date): SigningKey {
  const publicKeyDer = createPublicKey(privateKey).export({ type: 'pkcs1', format: 'der' });
  return {
    privateKey,
    publicKeyDer,
    fingerprint: createHash('md5').update(publicKeyDer).digest('hex'),
    validFrom,
    validTo: new Date(validFrom.getTime() + VALIDITY_MS),
  };
}

const savedKeySchema = z.object({ privateKey: z.string(), validFrom: z.date() });

function readKey(saved: unknown): SigningKey {
  const { privateKey, validFrom } = savedKeySchema.parse(saved);
  return signingKey(createPrivateKey(privateKey), validFrom);
}

function savedKey({ privateKey, validFrom }: SigningKey): z.infer<typeof savedKeySchema> {
  return { privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(), validFrom };
}
