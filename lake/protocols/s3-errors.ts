import type { AwsError } from '../model/aws-error.js';
import type { WireResponse } from './protocol.js';
import { escapeXml } from './write-xml.js';

/** An S3 error: XML without a namespace, none of it for HEAD. Source: S3 API Reference, "Error responses". */
export function s3Error(
  error: AwsError,
  request: { readonly method: string; readonly resource: string; readonly requestId: string; readonly hostId: string },
): WireResponse {
  const members = Object.entries(error.members)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>${members}<Resource>${escapeXml(request.resource)}</Resource><RequestId>${request.requestId}</RequestId><HostId>${request.hostId}</HostId></Error>`;
  return {
    status: error.httpStatus,
    headers: {
      'content-type': 'application/xml',
      'x-amz-request-id': request.requestId,
      'x-amz-id-2': request.hostId,
    },
    ...(request.method === 'HEAD' || error.httpStatus === 304 ? {} : { body }),
  };
}
