import type { CreateWorkGroupInput, CreateWorkGroupOutput } from '@aws-sdk/client-athena';
import type { Action } from '../../model/action.js';
import { athenaAction } from './athena-action.js';
import { invalidInput } from './errors.js';
import { checkOutputLocation } from './output-location.js';
import type { AthenaState } from './state.js';
import { CONFIGURATION_DEFAULTS } from './work-group.js';

const NAME = /^[a-zA-Z0-9._-]{1,128}$/;

export const createWorkGroup = (state: AthenaState): Action<CreateWorkGroupInput, CreateWorkGroupOutput> =>
  athenaAction({
    operation: 'CreateWorkGroup',
    readOnly: false,
    authorize: ({ Name }) => [{ action: 'athena:CreateWorkGroup', resource: state.workGroupArn(Name ?? '') }],
    handle: ({ Name = '', Description, Configuration }) => {
      if (!NAME.test(Name)) throw invalidInput(`WorkGroup name ${JSON.stringify(Name)} is invalid.`);
      if (state.workGroups.has(Name)) throw invalidInput('WorkGroup is already created');
      const location = Configuration?.ResultConfiguration?.OutputLocation;
      if (location !== undefined) checkOutputLocation(location);
      state.workGroups.set(Name, {
        name: Name,
        description: Description,
        state: 'ENABLED',
        // AWS's own default here is to enforce, unlike for `primary` (API reference, WorkGroupConfiguration).
        configuration: { ...CONFIGURATION_DEFAULTS, EnforceWorkGroupConfiguration: true, ...Configuration },
        createdAt: state.account.clock.now(),
      });
      return {};
    },
  });
