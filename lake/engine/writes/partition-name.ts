import { NULL_PARTITION } from '../run/files.js';

/** What Hive writes as `%XX` in a folder's name (`FileUtils.escapePathName`). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what has to be escaped
const ESCAPED = /[\u0000-\u001f"#%'*/:=?\\\u007f{[\]^]/g;

/**
 * A partition's folder, `day=2024-01-01/kind=a%2Fb`: no value can lead out of its own segment. NULL is in
 * Hive's default partition.
 */
export function partitionFolder(keys: readonly string[], values: readonly (string | null)[]): string {
  return keys.map((key, index) => `${escaped(key)}=${escaped(partitionValue(values[index] ?? null))}`).join('/');
}

/** The value as Glue keeps it. */
export function partitionValue(value: string | null): string {
  return value ?? NULL_PARTITION;
}

function escaped(text: string): string {
  return text.replaceAll(ESCAPED, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
