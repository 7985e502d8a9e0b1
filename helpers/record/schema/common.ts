import { z } from 'zod';

/** UTC, ISO 8601, ending in `Z`. */
export const instant = z.iso.datetime();

/** Lower-case hex of a SHA-256. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower-case hex');

/** A count, or whole milliseconds. */
export const whole = z.number().int().nonnegative();

/** An id of ours or of AWS's: printable, no blank, so that it is safe in file names of logs and in command lines. */
export const id = z.string().regex(/^[\x21-\x7e]{1,128}$/, 'not an id');

export const text = z.string();
export const textList = z.array(text);
export const idList = z.array(id);

/** The only format there is so far; a reader refuses a newer one (`readRun`). */
export const formatVersion = z.literal(1);
