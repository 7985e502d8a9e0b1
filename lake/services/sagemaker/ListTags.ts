import type { ListTagsCommandInput, ListTagsOutput } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { resourceNotFound } from './errors.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

const PAGE_SIZE = 50;

export const listTags = (state: SageMakerState): Action<ListTagsCommandInput, ListTagsOutput> =>
  sageMakerAction({
    operation: 'ListTags',
    readOnly: true,
    resource: (input) => input.ResourceArn ?? '',
    resourceTags: state.tags,
    handle: (input) => {
      const tags = state.tags.get(input.ResourceArn ?? '');
      if (tags === undefined) throw resourceNotFound(`Resource [${input.ResourceArn}] does not exist.`);
      const sorted = [...tags].sort((a, b) => ((a.Key ?? '') < (b.Key ?? '') ? -1 : 1));
      const result = page(sorted, (tag) => tag.Key ?? '', {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: PAGE_SIZE,
        question: input.ResourceArn,
        errorCode: 'ValidationException',
      });
      return {
        Tags: [...result.items],
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
