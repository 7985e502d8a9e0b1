/**
 * Compares by the bytes of UTF-8, the order in which S3 lists keys (S3 API Reference, ListObjectsV2). JavaScript compares
 * UTF-16 units, which differs for characters beyond U+FFFF: their surrogates sort before U+E000, their bytes after.
 */
export function compareUtf8(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const a = one.charCodeAt(index);
    const b = other.charCodeAt(index);
    if (a !== b) return rank(a) - rank(b);
  }
  return one.length - other.length;
}

/** Moves surrogates behind all other units. */
function rank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}
