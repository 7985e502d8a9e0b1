import { AwsError } from '../model/aws-error.js';
import type { Protocol, WireRequest, WireResponse } from './protocol.js';
import { readJson } from './read-json.js';
import { type ModelledService, type OperationSchema, operationsOf } from './schemas.js';
import { writeJson } from './write-json.js';

/** Prefixes of `x-amz-target`; botocore spells CloudTrail's in full where the JavaScript SDK has the short form. */
const TARGETS: Readonly<Partial<Record<ModelledService, readonly string[]>>> = {
  athena: ['AmazonAthena'],
  glue: ['AWSGlue'],
  sagemaker: ['SageMaker'],
  cloudtrail: ['CloudTrail_20131101', 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101'],
};

/** awsJson 1.1: `POST /`, the operation in `x-amz-target` after its last dot. Source: Smithy, "AWS JSON 1.1 protocol". */
export function awsJson(service: ModelledService): Protocol {
  return {
    operationOf: ({ head }) => {
      const target = head.headers['x-amz-target'] ?? '';
      const dot = target.lastIndexOf('.');
      const operation = target.slice(dot + 1);
      if (head.method !== 'POST' || !TARGETS[service]?.includes(target.slice(0, Math.max(dot, 0)))) {
        throw unknownOperation();
      }
      if (!operationsOf(service).has(operation)) throw unknownOperation();
      return operation;
    },
    readInput: (operation, request) => readJson(schemaOf(service, operation).input, parseJsonBody(request)),
    writeOutput: (operation, output, requestId) =>
      jsonResponse(200, writeJson(schemaOf(service, operation).output, output ?? {}) ?? {}, requestId),
    // No x-amzn-ErrorType header: services of this protocol name the error in the body alone.
    writeError: (error, requestId) => jsonResponse(error.httpStatus, errorBody(error, service), requestId),
  };
}

function schemaOf(service: ModelledService, operation: string): OperationSchema {
  const schema = operationsOf(service).get(operation);
  if (schema === undefined) throw unknownOperation();
  return schema;
}

export function unknownOperation(): AwsError {
  return new AwsError('UnknownOperationException', '');
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** An empty body is an empty object. Throws AwsError `SerializationException`. */
export function parseJsonBody({ body }: WireRequest): unknown {
  if (body.length === 0) return {};
  try {
    const parsed: unknown = JSON.parse(decoder.decode(body));
    return parsed;
  } catch {
    // AWS says no more than this, and the parser's text would quote the body.
    throw new AwsError('SerializationException', 'Unable to parse request body');
  }
}

/** Athena and Glue write `Message`, CloudTrail and SageMaker `message`; clients read both. */
function errorBody(error: AwsError, service: ModelledService): Readonly<Record<string, unknown>> {
  const name = service === 'athena' || service === 'glue' ? 'Message' : 'message';
  return { __type: error.code, ...error.members, ...(error.message === '' ? {} : { [name]: error.message }) };
}

function jsonResponse(status: number, value: unknown, requestId: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
    body: JSON.stringify(value),
  };
}
