import type { AddTagsCommandInput, AddTagsOutput } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { resourceNotFound } from './errors.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

/** A tag with a key that is there already replaces its value. Answers all tags of the resource. */
export const addTags = (state: SageMakerState): Action<AddTagsCommandInput, AddTagsOutput> =>
  sageMakerAction({
    operation: 'AddTags',
    readOnly: false,
    resource: (input) => input.ResourceArn ?? '',
    resourceTags: state.tags,
    requestTags: (input) => input.Tags,
    handle: (input) => {
      const before = state.tags.get(input.ResourceArn ?? '');
      if (before === undefined) throw resourceNotFound(`Resource [${input.ResourceArn}] does not exist.`);
      const sent = input.Tags ?? [];
      const kept = before.filter((tag) => !sent.some((added) => added.Key === tag.Key));
      const after = [...kept, ...sent];
      state.tags.set(input.ResourceArn ?? '', after);
      return { Tags: after };
    },
  });
