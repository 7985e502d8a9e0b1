import { AwsError, notImplemented } from '../../model/aws-error.js';
import type { S3Request } from '../../model/s3.js';
import { invalidRequest, malformedXml } from './errors.js';
import { collectVerified } from './integrity.js';
import { type ObjectOperation, type ObjectRequest, requireOnObject } from './object-request.js';
import { document, element, isElement, listOf, readXml, textElement, textOf, type XmlNode } from './xml.js';

/** S3 API Reference, DeleteObjects: up to 1,000 keys. */
const MAX_KEYS = 1000;

/** Each key stands alone: what the caller may not delete is named in the answer. */
export const deleteObjects: ObjectOperation = async (about) => {
  requireIntegrity(about.request);
  const sent = readXml(await collectVerified(about.request), 'Delete');
  const keys = listOf(sent.Object).map(keyOf);
  if (keys.length === 0 || keys.length > MAX_KEYS) throw malformedXml();
  const isQuiet = textOf(sent.Quiet)?.toLowerCase() === 'true';
  const results: string[] = [];
  for (const key of keys) {
    const refusal = await deleteOne(about, key);
    if (refusal !== undefined) {
      const { code, message } = refusal;
      results.push(
        element('Error', textElement('Key', key) + textElement('Code', code) + textElement('Message', message)),
      );
    } else if (!isQuiet) {
      results.push(element('Deleted', textElement('Key', key)));
    }
  }
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: document('DeleteResult', results.join('')),
  };
};

async function deleteOne(about: ObjectRequest, key: string): Promise<AwsError | undefined> {
  try {
    requireOnObject(about, 's3:DeleteObject', {}, key);
  } catch (thrown) {
    if (thrown instanceof AwsError) return thrown;
    throw thrown;
  }
  await about.state.objects.delete(about.bucket.name, key);
  return undefined;
}

function keyOf(node: XmlNode): string {
  if (!isElement(node)) throw malformedXml();
  if (node.VersionId !== undefined && node.VersionId !== 'null') throw notImplemented('Deleting a version');
  const key = textOf(node.Key);
  if (key === undefined || key === '') throw malformedXml();
  return key;
}

/** S3 takes no list of deletions whose bytes nothing vouches for. */
function requireIntegrity(request: S3Request): void {
  const { headers } = request;
  const vouched = Object.keys(headers).some((name) => name.startsWith('x-amz-checksum-') || name === 'content-md5');
  if (!vouched && headers['x-amz-trailer'] === undefined) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
}
