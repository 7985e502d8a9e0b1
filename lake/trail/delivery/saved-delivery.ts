import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { z } from 'zod';
import { sdkShape } from '../../storage/sdk-shape.js';

const logFileSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  hashValue: z.string(),
  oldestEventTime: z.string(),
  newestEventTime: z.string(),
});

const digestSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  end: z.date(),
  hashValue: z.string(),
  signature: z.string(),
});

const chainSchema = z.object({
  start: z.date(),
  previous: digestSchema.optional(),
  logFiles: z.array(logFileSchema),
  nextAtMs: z.number(),
  closing: z.boolean(),
  isLast: z.boolean(),
});

const spellSchema = z.object({
  id: z.string(),
  state: z.enum(['open', 'stopping', 'stopped']),
  nextLogFilesMs: z.number(),
  chain: chainSchema.optional(),
});

/** What the state folder keeps of a spell of logging; its events are in its spool. */
export type SavedSpell = z.infer<typeof spellSchema>;

const statusSchema = z.object({
  latestDeliveryTime: z.date().optional(),
  latestDeliveryError: z.string().optional(),
  latestDigestDeliveryTime: z.date().optional(),
  latestDigestDeliveryError: z.string().optional(),
  latestDigestEnd: z.date().optional(),
});

/** What GetTrailStatus tells of deliveries, and the end of the latest digest: no two end in the same second. */
export type DeliveryStatus = z.infer<typeof statusSchema>;

/** A trail as delivery sees it: its settings as they are now. */
const trailSchema = z.object({
  name: z.string(),
  arn: z.string(),
  s3BucketName: z.string(),
  s3KeyPrefix: z.exactOptional(z.string()),
  logFileValidationEnabled: z.boolean(),
  eventSelectors: z.array(sdkShape<EventSelector>()).readonly(),
  advancedEventSelectors: z.array(sdkShape<AdvancedEventSelector>()).readonly(),
});

export type DeliveredTrail = Readonly<z.infer<typeof trailSchema>>;

export const savedDeliverySchema = z.object({
  trailName: z.string(),
  /** Of a trail that was deleted, which is nowhere else. */
  deletedTrail: trailSchema.optional(),
  status: statusSchema,
  spells: z.array(spellSchema),
});

/** What the state folder keeps of one trail's delivery. */
export type SavedDelivery = z.infer<typeof savedDeliverySchema>;

/** The settings of a trail that is about to be forgotten. */
export function settingsOf(trail: DeliveredTrail): DeliveredTrail {
  return trailSchema.parse(trail);
}
