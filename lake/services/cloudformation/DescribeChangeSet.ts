import type { DescribeChangeSetInput, DescribeChangeSetOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { changeSetSummary, changeShape, parametersShape, settingsShape } from './shapes.js';
import { type CloudFormationState, changeSetNamed } from './state.js';

/** A change set with what it would do. Source: CloudFormation API Reference, "DescribeChangeSet". */
export const describeChangeSet = (
  state: CloudFormationState,
): Action<DescribeChangeSetInput, DescribeChangeSetOutput> =>
  cloudFormationAction(state, {
    operation: 'DescribeChangeSet',
    readOnly: true,
    about: 'stack',
    handle: (input) => {
      const { stack, changeSet } = changeSetNamed(state, input);
      const keyed = changeSet.changes.map((change, index) => ({ change, key: String(index).padStart(8, '0') }));
      const { items, nextToken } = page(keyed, ({ key }) => key, {
        nextToken: input.NextToken,
        maxResults: undefined,
        defaultSize: 100,
        question: changeSet.id,
        errorCode: 'ValidationError',
      });
      return {
        ...changeSetSummary(stack, changeSet),
        Parameters: parametersShape(changeSet.target),
        ...settingsShape(changeSet.settings),
        OnStackFailure: changeSet.settings.onFailure,
        Changes: items.map(({ change }) => changeShape(change)),
        NextToken: nextToken,
      };
    },
  });
