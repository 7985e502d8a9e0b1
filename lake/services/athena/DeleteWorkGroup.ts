import type { DeleteWorkGroupInput, DeleteWorkGroupOutput } from '@aws-sdk/client-athena';
import type { Action } from '../../model/action.js';
import { athenaAction } from './athena-action.js';
import { invalidInput } from './errors.js';
import { knownWorkGroup } from './known-work-group.js';
import type { AthenaState } from './state.js';

export const deleteWorkGroup = (state: AthenaState): Action<DeleteWorkGroupInput, DeleteWorkGroupOutput> =>
  athenaAction({
    operation: 'DeleteWorkGroup',
    readOnly: false,
    authorize: ({ WorkGroup }) => [{ action: 'athena:DeleteWorkGroup', resource: state.workGroupArn(WorkGroup ?? '') }],
    handle: ({ WorkGroup, RecursiveDeleteOption }) => {
      const { name } = knownWorkGroup(state, WorkGroup);
      if (name === 'primary') throw invalidInput('The primary workgroup cannot be deleted.');
      if (RecursiveDeleteOption !== true && state.ofWorkGroup(name).length > 0) {
        throw invalidInput(`WorkGroup ${name} is not empty`);
      }
      state.workGroups.delete(name);
      return {};
    },
  });
