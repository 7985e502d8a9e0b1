import type { QueryService } from '../model/action.js';
import { AwsError } from '../model/aws-error.js';
import type { Protocol, WireRequest, WireResponse } from './protocol.js';
import { readQuery } from './read-query.js';
import { type OperationSchema, operationsOf } from './schemas.js';
import { escapeXml, writeXmlMembers } from './write-xml.js';

const VERSIONS: Readonly<Record<QueryService, string>> = {
  cloudformation: '2010-05-15',
  iam: '2010-05-08',
  sts: '2011-06-15',
};

/** AWS query: a form in, XML with the service's namespace out. Source: Smithy, "AWS query protocol". */
export function awsQuery(service: QueryService): Protocol {
  // CloudFormation's model has it without TLS.
  const scheme = service === 'cloudformation' ? 'http' : 'https';
  const namespace = `${scheme}://${service}.amazonaws.com/doc/${VERSIONS[service]}/`;
  return {
    operationOf: (request) => {
      const fields = fieldsOf(request);
      const action = fields.get('Action');
      const version = fields.get('Version') ?? VERSIONS[service];
      if (action === null) throw new AwsError('MissingAction', 'The request must contain the parameter Action.');
      if (version !== VERSIONS[service] || !operationsOf(service).has(action)) {
        throw new AwsError('InvalidAction', `Could not find operation ${action} for version ${version}`);
      }
      return action;
    },
    readInput: (operation, request) => readQuery(schemaOf(service, operation).input, fieldsOf(request)),
    writeOutput: (operation, output, requestId) => {
      const { output: schema } = schemaOf(service, operation);
      // Operations without an output have no Result element.
      const result = schema.isUnitSchema()
        ? ''
        : `<${operation}Result>${writeXmlMembers(schema, output ?? {})}</${operation}Result>`;
      return xmlResponse(
        200,
        `<${operation}Response xmlns="${namespace}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
        requestId,
      );
    },
    writeError: (error, requestId) =>
      xmlResponse(
        error.httpStatus,
        `<ErrorResponse xmlns="${namespace}"><Error><Type>${error.httpStatus < 500 ? 'Sender' : 'Receiver'}</Type><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
        requestId,
      ),
  };
}

function schemaOf(service: QueryService, operation: string): OperationSchema {
  const schema = operationsOf(service).get(operation);
  if (schema === undefined) throw new AwsError('InvalidAction', `Could not find operation ${operation}`);
  return schema;
}

/** Of the body, or of the query of a GET. */
function fieldsOf({ head, body }: WireRequest): URLSearchParams {
  return new URLSearchParams(body.length > 0 ? body.toString('utf8') : head.rawQuery);
}

function xmlResponse(status: number, xml: string, requestId: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body: xml };
}
