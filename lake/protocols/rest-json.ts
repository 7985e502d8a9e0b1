import { parseJsonBody, unknownOperation } from './aws-json.js';
import type { Protocol } from './protocol.js';
import { readJson } from './read-json.js';
import { type ModelledService, type OperationSchema, operationsOf } from './schemas.js';
import { writeJson } from './write-json.js';

/**
 * restJson 1 as Lake Formation uses it: the operation is the path, the input is the body. Source: Smithy, "AWS REST
 * JSON 1 protocol".
 */
export function restJson(service: ModelledService): Protocol {
  return {
    operationOf: ({ head }) => {
      for (const operation of operationsOf(service).values()) {
        if (operation.http?.path === head.rawPath && operation.http.method === head.method) return operation.name;
      }
      throw unknownOperation();
    },
    readInput: (operation, request) => readJson(schemaOf(service, operation).input, parseJsonBody(request)),
    writeOutput: (operation, output, requestId) => {
      const schema = schemaOf(service, operation);
      return {
        status: schema.http?.status ?? 200,
        headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
        body: JSON.stringify(writeJson(schema.output, output ?? {}) ?? {}),
      };
    },
    writeError: (error, requestId) => ({
      status: error.httpStatus,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': error.code,
      },
      body: JSON.stringify({ ...error.members, Message: error.message }),
    }),
  };
}

function schemaOf(service: ModelledService, operation: string): OperationSchema {
  const schema = operationsOf(service).get(operation);
  if (schema === undefined) throw unknownOperation();
  return schema;
}
