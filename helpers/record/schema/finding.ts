import { z } from 'zod';
import { CONTROL_TYPES, CONTROLS, OBJECTIVES, REASONS, STATUSES } from '../../model/status.js';
import { formatVersion, id, idList, text, textList, whole } from './common.js';
import { resourceSchema } from './plan.js';

/** One line of findings.jsonl. */
export const findingSchema = z.strictObject({
  findingId: id,
  objective: z.enum(OBJECTIVES),
  controlType: z.enum(CONTROL_TYPES),
  profile: text,
  resource: resourceSchema,
  expected: text,
  observed: text,
  status: z.enum(STATUSES),
  reason: z.enum(REASONS),
  control: z.enum(CONTROLS),
  probeIds: idList,
  queryExecutionIds: idList,
  eventIds: idList,
  controls: textList,
});

const byStatusSchema = z.record(z.enum(STATUSES), whole);

/** coverage.json */
export const coverageSchema = z.strictObject({
  formatVersion,
  planned: whole,
  judged: whole,
  byStatus: byStatusSchema,
  byObjective: z.record(z.enum(OBJECTIVES), byStatusSchema),
  refusalsByCatalogueOnly: whole,
  unjudged: idList,
  notPresent: textList,
  tests: z.strictObject({ selected: whole, ran: whole, failed: whole, didNotRun: whole }),
});
