import { createHash, createHmac } from 'node:crypto';

type Hash = ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
type Data = string | ArrayBuffer | ArrayBufferView;

/** SHA-256 as @smithy/signature-v4 wants it, so that it signs without more packages. */
export class NodeSha256 {
  readonly #secret: Data | undefined;
  #hash: Hash;

  constructor(secret?: Data) {
    this.#secret = secret;
    this.#hash = this.#begin();
  }

  update(data: Data): void {
    this.#hash.update(bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    this.#hash = this.#begin();
  }

  #begin(): Hash {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(this.#secret));
  }
}

function bytesOf(data: Data): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
