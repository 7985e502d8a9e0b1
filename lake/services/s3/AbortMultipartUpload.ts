import { type ObjectOperation, requireOnObject } from './object-request.js';
import { openUpload } from './open-upload.js';

export const abortMultipartUpload: ObjectOperation = async (about) => {
  requireOnObject(about, 's3:AbortMultipartUpload');
  const upload = openUpload(about);
  about.state.uploads.delete(upload.uploadId);
  for (const part of upload.parts.values()) await about.state.objects.removeFile(part.path);
  return { status: 204, headers: {} };
};
