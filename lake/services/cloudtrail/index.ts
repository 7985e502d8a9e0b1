import type { AnyAction } from '../../model/action.js';
import { addTags } from './AddTags.js';
import { createTrail } from './CreateTrail.js';
import { deleteTrail } from './DeleteTrail.js';
import { describeTrails } from './DescribeTrails.js';
import { getEventSelectors } from './GetEventSelectors.js';
import { getTrail } from './GetTrail.js';
import { getTrailStatus } from './GetTrailStatus.js';
import { listPublicKeys } from './ListPublicKeys.js';
import { listTags } from './ListTags.js';
import { listTrails } from './ListTrails.js';
import { lookupEvents } from './LookupEvents.js';
import { putEventSelectors } from './PutEventSelectors.js';
import { startLogging } from './StartLogging.js';
import { stopLogging } from './StopLogging.js';
import type { CloudTrailState } from './state.js';
import { updateTrail } from './UpdateTrail.js';

/** CloudTrail: the event history, and the trails that keep it. */
export function createCloudTrail(state: CloudTrailState): { readonly actions: readonly AnyAction[] } {
  return {
    actions: [
      addTags(state),
      createTrail(state),
      deleteTrail(state),
      describeTrails(state),
      getEventSelectors(state),
      getTrail(state),
      getTrailStatus(state),
      listPublicKeys(state),
      listTags(state),
      listTrails(state),
      lookupEvents(state),
      putEventSelectors(state),
      startLogging(state),
      stopLogging(state),
      updateTrail(state),
    ],
  };
}
