import { AwsError } from '../../model/aws-error.js';

/** Positions of the first and the last byte, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * One range of RFC 9110, 14.1.2: `bytes=0-99`, `bytes=100-`, `bytes=-20`. Undefined for no header, for several ranges
 * and for what is no range: S3 then gives the whole object. Throws AwsError InvalidRange (416) beyond the end.
 */
export function rangeOf(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const last = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (first >= sizeBytes || (from === '' && Number(to) === 0)) {
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', {
      httpStatus: 416,
      members: { RangeRequested: header ?? '', ActualObjectSize: sizeBytes },
    });
  }
  return { first, last };
}
