import { createHash } from 'node:crypto';

/** A running checksum that a trailing header claims. */
export interface Checksum {
  /** Lower-case header name. */
  readonly header: string;
  /** As S3 names it in errors. */
  readonly name: string;
  update(bytes: Uint8Array): void;
  /** Base64. */
  digest(): string;
}

/** Undefined for a trailer that is no checksum. Source: S3 User Guide, "Checking object integrity". */
export function checksumFor(header: string): Checksum | undefined {
  switch (header) {
    case 'x-amz-checksum-crc32':
      return crc32Of(header, 'CRC32', CRC32);
    case 'x-amz-checksum-crc32c':
      return crc32Of(header, 'CRC32C', CRC32C);
    case 'x-amz-checksum-crc64nvme':
      return crc64Of(header);
    case 'x-amz-checksum-sha1':
      return hashOf(header, 'SHA1', 'sha1');
    case 'x-amz-checksum-sha256':
      return hashOf(header, 'SHA256', 'sha256');
    default:
      return undefined;
  }
}

function hashOf(header: string, name: string, algorithm: 'sha1' | 'sha256'): Checksum {
  const hash = createHash(algorithm);
  return { header, name, update: (bytes) => void hash.update(bytes), digest: () => hash.digest('base64') };
}

/** Reflected polynomials. */
const CRC32 = 0xedb88320;
const CRC32C = 0x82f63b78;
const tables = new Map<number, Uint32Array>();

function tableOf(polynomial: number): Uint32Array {
  let table = tables.get(polynomial);
  if (table === undefined) {
    table = Uint32Array.from({ length: 256 }, (_, byte) => {
      let value = byte;
      for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
      return value >>> 0;
    });
    tables.set(polynomial, table);
  }
  return table;
}

function crc32Of(header: string, name: string, polynomial: number): Checksum {
  const table = tableOf(polynomial);
  let state = 0xffffffff;
  return {
    header,
    name,
    update: (bytes) => {
      for (const byte of bytes) state = (table[(state ^ byte) & 0xff] ?? 0) ^ (state >>> 8);
    },
    digest: () => {
      const result = Buffer.alloc(4);
      result.writeUInt32BE((state ^ 0xffffffff) >>> 0);
      return result.toString('base64');
    },
  };
}

/** CRC-64/NVME, reflected; kept as two halves because 64-bit integers of JavaScript are slow. */
const CRC64_HIGH = 0x9a6c9329;
const CRC64_LOW = 0xac4bc9b5;
let crc64Tables: { readonly high: Uint32Array; readonly low: Uint32Array } | undefined;

function crc64TablesOf(): { readonly high: Uint32Array; readonly low: Uint32Array } {
  if (crc64Tables !== undefined) return crc64Tables;
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    let [upper, lower] = [0, byte];
    for (let bit = 0; bit < 8; bit += 1) {
      const odd = lower & 1;
      lower = ((lower >>> 1) | ((upper & 1) << 31)) >>> 0;
      upper >>>= 1;
      if (odd) {
        upper = (upper ^ CRC64_HIGH) >>> 0;
        lower = (lower ^ CRC64_LOW) >>> 0;
      }
    }
    high[byte] = upper;
    low[byte] = lower;
  }
  crc64Tables = { high, low };
  return crc64Tables;
}

function crc64Of(header: string): Checksum {
  const { high, low } = crc64TablesOf();
  let upper = 0xffffffff;
  let lower = 0xffffffff;
  return {
    header,
    name: 'CRC64NVME',
    update: (bytes) => {
      for (const byte of bytes) {
        const index = (lower ^ byte) & 0xff;
        lower = (((lower >>> 8) | ((upper & 0xff) << 24)) ^ (low[index] ?? 0)) >>> 0;
        upper = ((upper >>> 8) ^ (high[index] ?? 0)) >>> 0;
      }
    },
    digest: () => {
      const result = Buffer.alloc(8);
      result.writeUInt32BE((upper ^ 0xffffffff) >>> 0, 0);
      result.writeUInt32BE((lower ^ 0xffffffff) >>> 0, 4);
      return result.toString('base64');
    },
  };
}
