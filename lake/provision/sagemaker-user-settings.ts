import { z } from 'zod';
import { cfnText } from './provider.js';

/** The user settings that matter to who a Studio user becomes; others are refused by name. */
export const sageMakerUserSettings = z.strictObject({
  ExecutionRole: cfnText.optional(),
  SecurityGroups: z.array(cfnText).optional(),
});
