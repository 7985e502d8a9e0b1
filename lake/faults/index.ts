import { clockSkew } from './clock-skew.js';
import { columnFilterIgnored } from './column-filter-ignored.js';
import { connectionCut } from './connection-cut.js';
import { eventDuplicated } from './event-duplicated.js';
import { eventLate } from './event-late.js';
import { eventLost } from './event-lost.js';
import { eventMisattributed } from './event-misattributed.js';
import { expiredToken } from './expired-token.js';
import { extraGrant } from './extra-grant.js';
import type { FaultDefinition } from './fault.js';
import { pageMissing } from './page-missing.js';
import { resultTruncated } from './result-truncated.js';
import { rowFilterIgnored } from './row-filter-ignored.js';
import { serverError } from './server-error.js';
import { slowQuery } from './slow-query.js';
import { throttling } from './throttling.js';
import { trailStopped } from './trail-stopped.js';
import { wrongDigest } from './wrong-digest.js';

/** Every fault that the lake can be told to have, in the order in which people read of them. */
export const FAULTS: readonly FaultDefinition[] = [
  throttling,
  serverError,
  connectionCut,
  expiredToken,
  clockSkew,
  slowQuery,
  resultTruncated,
  pageMissing,
  columnFilterIgnored,
  rowFilterIgnored,
  extraGrant,
  eventLost,
  eventLate,
  eventDuplicated,
  eventMisattributed,
  trailStopped,
  wrongDigest,
];
