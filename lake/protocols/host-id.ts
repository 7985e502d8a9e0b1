import { randomSlice } from '../model/random.js';

const ID_BYTES = 48;

/** S3's second id of a request, `x-amz-id-2`. */
export function newHostId(): string {
  return randomSlice(ID_BYTES).toString('base64');
}
