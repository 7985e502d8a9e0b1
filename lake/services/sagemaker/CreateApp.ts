import type { CreateAppCommandInput, CreateAppResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { appArn, checkOwner } from './app-key.js';
import { resourceInUse } from './errors.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

/** The app is in service at once, and nothing runs in it: it stands for somebody's being at work. */
export const createApp = (state: SageMakerState): Action<CreateAppCommandInput, CreateAppResponse> =>
  sageMakerAction({
    operation: 'CreateApp',
    readOnly: false,
    resource: (input) => appArn(state, input),
    requestTags: (input) => input.Tags,
    handle: (input) => {
      checkOwner(state, input);
      const { Tags: tags, ...facts } = input;
      const AppArn = appArn(state, input);
      if (state.apps.get(AppArn)?.Status === 'InService') {
        throw resourceInUse(`App already exists with the name [${input.AppName}].`);
      }
      state.apps.set(AppArn, { ...facts, AppArn, Status: 'InService', CreationTime: state.account.clock.now() });
      state.tags.set(AppArn, tags ?? []);
      return { AppArn };
    },
  });
