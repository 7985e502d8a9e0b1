import type { UpdateResourceCommandInput, UpdateResourceResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { registeredAt, registeredPath } from './location.js';
import type { LakeFormationState } from './state.js';

export const updateResource = (state: LakeFormationState): Action<UpdateResourceCommandInput, UpdateResourceResponse> =>
  lakeFormationAction({
    operation: 'UpdateResource',
    readOnly: false,
    alsoNeeds: (input) => [
      {
        action: 'iam:PassRole',
        resource: input.RoleArn ?? '*',
        conditionKeys: { 'iam:PassedToService': 'lakeformation.amazonaws.com' },
      },
    ],
    handle: (input) => {
      if (input.WithFederation === true) throw notImplemented('A federated location');
      const location = registeredAt(state, input.ResourceArn);
      const registered = { ...location, roleArn: input.RoleArn ?? location.roleArn };
      state.locations.set(registeredPath(input.ResourceArn), {
        ...registered,
        hybrid: input.HybridAccessEnabled ?? location.hybrid,
        registeredAt: state.account.clock.now(),
      });
      return {};
    },
  });
