import { z } from 'zod';

/** Texts by names of a user's, any of them: z.record leaves the name `__proto__` out. */
export const texts: z.ZodType<Record<string, string>> = z.custom<Record<string, string>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string'),
);
