import { parseArn } from '../../../core/arn.js';
import { type Action, defineAction, type Exchange } from '../../model/action.js';
import { trailSpelling } from '../trail-spelling.js';
import { resourcesOf } from './arns.js';
import { insufficiency } from './glue-action.js';
import type { GlueState } from './state.js';
import { taggedDatabase, tagsKey } from './tagged-resource.js';
import { visibleDatabase } from './visibility.js';

/**
 * An action on the tags of a database. IAM is asked for that very ARN, and for glue:GetDatabase as well (Glue API,
 * TagResource); Lake Formation must show the database. `handle` gets the key under which its tags stand.
 */
export function tagAction<I extends { ResourceArn: string | undefined }, O>(
  state: GlueState,
  operation: string,
  options: { readonly readOnly: boolean; readonly handle: (key: string, input: I) => O },
): Action<I, O> {
  return defineAction<I, O>({
    service: 'glue',
    operation,
    authorize: (input) => [
      { action: `glue:${operation}`, resource: input.ResourceArn ?? '*' },
      ...getDatabaseOn(state, input.ResourceArn ?? ''),
    ],
    handle: (input, exchange: Exchange) =>
      Promise.resolve().then(() => {
        visibleDatabase(state, taggedDatabase(state, input.ResourceArn), exchange);
        return options.handle(tagsKey(state, input.ResourceArn), input);
      }),
    trail: (input, _output, exchange) => ({
      readOnly: options.readOnly,
      requestParameters: trailSpelling(input),
      responseElements: null,
      ...insufficiency(state, exchange),
    }),
  });
}

function getDatabaseOn(state: GlueState, resourceArn: string): readonly { action: string; resource: string }[] {
  const name = /^database\/([^/]+)$/.exec(parseArn(resourceArn)?.resource ?? '')?.[1];
  if (name === undefined) return [];
  return resourcesOf(state.account, { databaseName: name }).map((resource) => ({
    action: 'glue:GetDatabase',
    resource,
  }));
}
