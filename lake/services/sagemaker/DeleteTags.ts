import type { DeleteTagsCommandInput, DeleteTagsOutput } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { resourceNotFound } from './errors.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

export const deleteTags = (state: SageMakerState): Action<DeleteTagsCommandInput, DeleteTagsOutput> =>
  sageMakerAction({
    operation: 'DeleteTags',
    readOnly: false,
    resource: (input) => input.ResourceArn ?? '',
    resourceTags: state.tags,
    handle: (input) => {
      const before = state.tags.get(input.ResourceArn ?? '');
      if (before === undefined) throw resourceNotFound(`Resource [${input.ResourceArn}] does not exist.`);
      const gone = new Set(input.TagKeys);
      state.tags.set(
        input.ResourceArn ?? '',
        before.filter(({ Key }) => !gone.has(Key ?? '')),
      );
      return {};
    },
  });
