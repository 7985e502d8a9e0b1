import { type Action, defineAction, type Exchange } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { checkCatalogId } from '../lakeformation/catalog-id.js';
import { trailSpelling } from '../trail-spelling.js';
import { resourcesOf } from './arns.js';
import type { GlueState } from './state.js';

/** What a call is about: IAM is asked for the object and for everything above it. `*` stands for all below. */
export interface GlueSubject {
  readonly databaseName?: string | undefined;
  readonly tableName?: string | undefined;
}

export interface GlueOperation<I extends object, O> {
  readonly operation: string;
  /** IAM's name of the action, where it is not the operation's own. */
  readonly iamAction?: string;
  readonly readOnly: boolean;
  subject(input: I): GlueSubject;
  handle(input: I, exchange: Exchange): Promise<O> | O;
}

/** Members that change what is asked in ways the lake does not model. */
const UNMODELLED = ['TransactionId', 'QueryAsOfTime', 'AttributesToGet', 'OpenTableFormatInput', 'PartitionIndexes'];

/**
 * An action of the Data Catalog. "Each Data Catalog operation needs permission on the resource and on all its ancestors"
 * (Glue Developer Guide, "glue-specifying-resource-arns"). Its event names, where Lake Formation found too little, the
 * objects in `insufficientLakeFormationPermissions` and the principal (Lake Formation Developer Guide,
 * "upgrade-glue-lake-formation"; seen, 2023).
 */
export function glueAction<I extends object, O>(state: GlueState, operation: GlueOperation<I, O>): Action<I, O> {
  return defineAction<I, O>({
    service: 'glue',
    operation: operation.operation,
    authorize: (input) =>
      resourcesOf(state.account, operation.subject(input)).map((resource) => ({
        action: `glue:${operation.iamAction ?? operation.operation}`,
        resource,
      })),
    handle: async (input, exchange) => {
      refuseUnmodelled(operation.operation, input);
      if ('CatalogId' in input && typeof input.CatalogId === 'string') {
        checkCatalogId(input.CatalogId, state.account.accountId);
      }
      return operation.handle(input, exchange);
    },
    trail: (input, _output, exchange) => ({
      readOnly: operation.readOnly,
      requestParameters: trailSpelling(input),
      responseElements: null,
      ...insufficiency(state, exchange),
    }),
  });
}

function refuseUnmodelled(operation: string, input: object): void {
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined && UNMODELLED.includes(name)) throw notImplemented(`glue:${operation} with ${name}`);
  }
}

/** What CloudTrail is to say where Lake Formation alone gave the caller too little. */
export function insufficiency(
  state: GlueState,
  exchange: Exchange,
): { additionalEventData: Readonly<Record<string, unknown>> } | undefined {
  const objects = state.insufficient.get(exchange);
  if (objects === undefined) return undefined;
  return {
    additionalEventData: {
      insufficientLakeFormationPermissions: objects,
      lakeFormationPrincipal: exchange.caller.principalArn,
    },
  };
}
