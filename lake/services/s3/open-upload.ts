import { noSuchUpload } from './errors.js';
import type { ObjectRequest } from './object-request.js';
import type { Upload } from './upload.js';

/** The upload that a request names, if it is one for this bucket and key. Throws AwsError NoSuchUpload. */
export function openUpload(about: ObjectRequest): Upload {
  const uploadId = about.request.query.get('uploadId') ?? '';
  const upload = about.state.uploads.get(uploadId);
  if (upload === undefined || upload.bucket !== about.bucket.name || upload.key !== about.key) {
    throw noSuchUpload(uploadId);
  }
  return upload;
}
