import type { GlueAnswer } from '../../access/lakeformation/glue-answer.js';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import { athenaExchange } from './athena-exchange.js';

export type GlueLookup = 'GetDatabases' | 'GetDatabase' | 'GetTables' | 'GetTable' | 'GetPartitions';

/**
 * The calls of Glue's by which Athena finds what a statement names, each with the event that it leaves: the answers come
 * from the catalogue itself, without the way through Glue's API.
 */
export class GlueLookups {
  readonly #lake: Lake;
  readonly #request: StatementRequest;
  readonly #made = new Set<string>();

  constructor(lake: Lake, request: StatementRequest) {
    this.#lake = lake;
    this.#request = request;
  }

  /** Once for each call, however often its answer is used. `input` in CloudTrail's spelling. */
  record(lookup: GlueLookup, input: Readonly<Record<string, string>>, answers: readonly GlueAnswer[] = []): void {
    const call = JSON.stringify([lookup, input]);
    if (this.#made.has(call)) return;
    this.#made.add(call);
    const objects = answers.flatMap(({ insufficient }) => insufficient ?? []);
    const error = answers.find(({ refusal }) => refusal !== undefined)?.refusal;
    this.#lake.trail.record({
      exchange: athenaExchange(this.#request.exchange, 'glue', lookup),
      eventSource: 'glue.amazonaws.com',
      eventName: lookup,
      facts: {
        readOnly: true,
        requestParameters: Object.keys(input).length === 0 ? null : input,
        responseElements: null,
        ...(objects.length === 0 ? {} : { additionalEventData: this.#insufficiency(objects) }),
        queryText: this.#request.sql,
      },
      error,
      category: 'Management',
    });
  }

  #insufficiency(objects: readonly string[]): Readonly<Record<string, unknown>> {
    return {
      insufficientLakeFormationPermissions: objects,
      lakeFormationPrincipal: this.#request.exchange.caller.principalArn,
    };
  }
}
