import { createHmac } from 'node:crypto';
import { AwsError } from '../../model/aws-error.js';
import { type Checksum, checksumFor } from './checksum.js';
import { equalBytes, sha256Hex, type VerifiedSignature } from './verify.js';

export interface ChunkedBodyOptions {
  /** Set when chunks carry signatures (STREAMING-AWS4-HMAC-SHA256-PAYLOAD…). */
  readonly verified?: VerifiedSignature;
  /** Names of the trailing headers that were announced, lower-case. */
  readonly trailers: readonly string[];
  /** x-amz-decoded-content-length. */
  readonly decodedLengthBytes?: number;
}

/** A signed chunk is held until its signature is known to be right; clients send 64 KiB to 1 MiB. */
const MAX_SIGNED_CHUNK_BYTES = 16 * 1024 * 1024;
const MAX_LINE_BYTES = 8 * 1024;
const EMPTY_SHA256 = sha256Hex('');

/**
 * Takes the framing off an aws-chunked body and verifies chunk signatures, trailer signature and trailing checksum on
 * the way. Throws AwsError `SignatureDoesNotMatch`, `IncompleteBody`, `BadDigest`, `MalformedTrailerError`.
 * Source: S3 API Reference, "Signature calculations for the Authorization header: transferring payload in multiple chunks".
 */
export async function* decodeChunkedBody(
  source: AsyncIterable<Uint8Array>,
  options: ChunkedBodyOptions,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source);
  const signer = options.verified === undefined ? undefined : new ChunkSigner(options.verified);
  const checksums = options.trailers.flatMap((name) => checksumFor(name) ?? []);
  let decodedBytes = 0;
  for (;;) {
    const { sizeBytes, signature } = parseChunkHeader(await reader.line());
    if (sizeBytes === 0) {
      signer?.checkChunk(EMPTY_SHA256, signature);
      break;
    }
    decodedBytes += sizeBytes;
    for await (const bytes of signer === undefined ? reader.bytes(sizeBytes) : wholeChunk(reader, sizeBytes)) {
      signer?.checkChunk(sha256Hex(bytes), signature);
      for (const checksum of checksums) checksum.update(bytes);
      yield bytes;
    }
    if ((await reader.line()) !== '') throw incomplete();
  }
  checkTrailers(await readTrailers(reader), options.trailers, checksums, signer);
  if (options.decodedLengthBytes !== undefined && options.decodedLengthBytes !== decodedBytes) throw incomplete();
}

async function* wholeChunk(reader: ByteReader, sizeBytes: number): AsyncGenerator<Uint8Array> {
  if (sizeBytes > MAX_SIGNED_CHUNK_BYTES) {
    throw new AwsError('InvalidChunkSizeError', 'Only chunks of up to 16777216 bytes are taken');
  }
  const parts: Uint8Array[] = [];
  for await (const bytes of reader.bytes(sizeBytes)) parts.push(bytes);
  yield Buffer.concat(parts);
}

function parseChunkHeader(line: string): { readonly sizeBytes: number; readonly signature: string | undefined } {
  const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (match?.[1] === undefined) throw incomplete();
  return { sizeBytes: Number.parseInt(match[1], 16), signature: match[2] };
}

async function readTrailers(reader: ByteReader): Promise<ReadonlyMap<string, string>> {
  const trailers = new Map<string, string>();
  for (let count = 0; count < 20; count += 1) {
    const line = await reader.lineOrEnd();
    if (line === undefined || line === '') return trailers;
    const colon = line.indexOf(':');
    if (colon < 0) throw malformedTrailer();
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  throw malformedTrailer();
}

function checkTrailers(
  found: ReadonlyMap<string, string>,
  announced: readonly string[],
  checksums: readonly Checksum[],
  signer: ChunkSigner | undefined,
): void {
  if (announced.some((name) => !found.has(name))) throw malformedTrailer();
  if (signer !== undefined && announced.length > 0) {
    signer.checkTrailer(found, found.get('x-amz-trailer-signature'));
  }
  for (const checksum of checksums) {
    if (found.get(checksum.header) !== checksum.digest()) {
      throw new AwsError('BadDigest', `The ${checksum.name} you specified did not match the calculated checksum.`);
    }
  }
}

class ChunkSigner {
  readonly #verified: VerifiedSignature;
  #previous: string;

  constructor(verified: VerifiedSignature) {
    this.#verified = verified;
    this.#previous = verified.seed.signature;
  }

  checkChunk(chunkSha256: string, signature: string | undefined): void {
    this.#check('AWS4-HMAC-SHA256-PAYLOAD', [EMPTY_SHA256, chunkSha256], signature);
  }

  checkTrailer(trailers: ReadonlyMap<string, string>, signature: string | undefined): void {
    const lines = [...trailers]
      .filter(([name]) => name !== 'x-amz-trailer-signature')
      .map(([name, value]) => `${name}:${value}\n`);
    this.#check('AWS4-HMAC-SHA256-TRAILER', [sha256Hex(lines.join(''))], signature);
  }

  #check(algorithm: string, hashes: readonly string[], signature: string | undefined): void {
    const { seed, signingKey } = this.#verified;
    const toSign = [algorithm, seed.timestamp, seed.scope, this.#previous, ...hashes].join('\n');
    const expected = createHmac('sha256', signingKey).update(toSign).digest();
    if (signature === undefined || !equalBytes(expected, Buffer.from(signature, 'hex'))) {
      throw new AwsError(
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
        { httpStatus: 403 },
      );
    }
    this.#previous = signature;
  }
}

/** Lines and runs of bytes out of a stream, holding at most one piece of it. */
class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    const line = await this.lineOrEnd();
    if (line === undefined) throw incomplete();
    return line;
  }

  /** Without its CRLF; undefined at the end of the stream. */
  async lineOrEnd(): Promise<string | undefined> {
    for (;;) {
      const end = Buffer.from(this.#held.buffer, this.#held.byteOffset, this.#held.length).indexOf('\r\n');
      if (end >= 0) {
        const line = Buffer.from(this.#held.subarray(0, end)).toString('latin1');
        this.#held = this.#held.subarray(end + 2);
        return line;
      }
      if (this.#held.length > MAX_LINE_BYTES) throw incomplete();
      if (!(await this.#more())) {
        if (this.#held.length > 0) throw incomplete();
        return undefined;
      }
    }
  }

  async *bytes(sizeBytes: number): AsyncGenerator<Uint8Array> {
    let left = sizeBytes;
    while (left > 0) {
      if (this.#held.length === 0 && !(await this.#more())) throw incomplete();
      const piece = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(piece.length);
      left -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done === true) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }
}

function incomplete(): AwsError {
  return new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
}

function malformedTrailer(): AwsError {
  return new AwsError(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );
}
