import type { DeleteAppCommandInput } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { appArn } from './app-key.js';
import { resourceNotFound } from './errors.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

/** A deleted app stays on the list, as Deleted; in AWS for a day. */
export const deleteApp = (state: SageMakerState): Action<DeleteAppCommandInput, undefined> =>
  sageMakerAction({
    operation: 'DeleteApp',
    readOnly: false,
    resource: (input) => appArn(state, input),
    resourceTags: state.tags,
    handle: (input) => {
      const app = state.app(appArn(state, input));
      if (app.Status === 'Deleted') throw resourceNotFound(`App [${input.AppName}] does not exist.`);
      state.apps.set(app.AppArn, { ...app, Status: 'Deleted' });
      state.tags.delete(app.AppArn);
      return undefined;
    },
  });
