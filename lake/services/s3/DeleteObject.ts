import { notImplemented } from '../../model/aws-error.js';
import { type ObjectOperation, requireOnObject } from './object-request.js';

/** Succeeds whether or not the object was there (S3 API Reference, DeleteObject). */
export const deleteObject: ObjectOperation = async (about) => {
  const versionId = about.request.query.get('versionId');
  if (versionId !== null && versionId !== 'null') throw notImplemented('Deleting a version');
  requireOnObject(about, versionId === null ? 's3:DeleteObject' : 's3:DeleteObjectVersion');
  await about.state.objects.delete(about.bucket.name, about.key);
  return { status: 204, headers: {} };
};
