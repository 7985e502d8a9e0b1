import type { RegisterResourceCommandInput, RegisterResourceResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { AwsError, notImplemented } from '../../model/aws-error.js';
import { invalidInput } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { registeredPath, serviceLinkedRole } from './location.js';
import type { LakeFormationState } from './state.js';

/** Puts an S3 location, with all below it, under Lake Formation (Developer Guide, "register-location"). */
export const registerResource = (
  state: LakeFormationState,
): Action<RegisterResourceCommandInput, RegisterResourceResponse> =>
  lakeFormationAction({
    operation: 'RegisterResource',
    readOnly: false,
    alsoNeeds: (input) =>
      input.RoleArn === undefined
        ? []
        : [
            {
              action: 'iam:PassRole',
              resource: input.RoleArn,
              conditionKeys: { 'iam:PassedToService': 'lakeformation.amazonaws.com' },
            },
          ],
    handle: (input) => {
      refuseUnmodelled(input);
      const path = registeredPath(input.ResourceArn);
      if ((input.RoleArn === undefined) === (input.UseServiceLinkedRole !== true)) {
        throw invalidInput('Must have either a RoleArn or UseServiceLinkedRole set to true.');
      }
      if (state.locations.has(path)) {
        throw new AwsError('AlreadyExistsException', 'Resource is already registered');
      }
      const roleArn = input.RoleArn ?? serviceLinkedRole(state.account);
      const resourceArn = (input.ResourceArn ?? '').replace(/\/\*?$/, '');
      state.locations.set(path, {
        resourceArn,
        roleArn,
        registeredAt: state.account.clock.now(),
        hybrid: input.HybridAccessEnabled === true,
      });
      return {};
    },
  });

/** What would change who decides is refused rather than ignored. */
function refuseUnmodelled(input: RegisterResourceCommandInput): void {
  if (input.WithFederation === true) throw notImplemented('A federated location');
  if (input.WithPrivilegedAccess === true) throw notImplemented('A location with privileged access');
}
