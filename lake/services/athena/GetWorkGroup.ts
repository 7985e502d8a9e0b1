import type { GetWorkGroupInput, GetWorkGroupOutput } from '@aws-sdk/client-athena';
import type { Action } from '../../model/action.js';
import { athenaAction } from './athena-action.js';
import { knownWorkGroup } from './known-work-group.js';
import type { AthenaState } from './state.js';
import { workGroupShape } from './work-group.js';

export const getWorkGroup = (state: AthenaState): Action<GetWorkGroupInput, GetWorkGroupOutput> =>
  athenaAction({
    operation: 'GetWorkGroup',
    readOnly: true,
    authorize: ({ WorkGroup }) => [{ action: 'athena:GetWorkGroup', resource: state.workGroupArn(WorkGroup ?? '') }],
    handle: ({ WorkGroup }) => ({ WorkGroup: workGroupShape(knownWorkGroup(state, WorkGroup)) }),
  });
