import { randomInt } from 'node:crypto';

/** Whose files they are, and where below the bucket. */
export interface DeliveryPlace {
  readonly accountId: string;
  readonly region: string;
  readonly prefix: string | undefined;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const UNIQUE_LETTERS = 16;

/**
 * Key of a log file that is delivered `at`; the random end keeps files of one minute apart. Source: CloudTrail User Guide,
 * "CloudTrail log file examples" ("Log file name format") and "Getting and viewing your CloudTrail log files".
 */
export function logFileKey(place: DeliveryPlace, at: Date): string {
  const unique = Array.from({ length: UNIQUE_LETTERS }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  const minute = compact(at).replace(/\d\dZ$/, 'Z');
  const { accountId, region } = place;
  return `${folder(place, 'CloudTrail', at)}${accountId}_CloudTrail_${region}_${minute}_${unique}.json.gz`;
}

/** Key of a digest by its end. Source: CloudTrail User Guide, "CloudTrail digest file structure". */
export function digestKey(
  place: DeliveryPlace,
  trail: { readonly name: string; readonly homeRegion: string },
  end: Date,
): string {
  const { accountId, region } = place;
  const name = `${accountId}_CloudTrail-Digest_${region}_${trail.name}_${trail.homeRegion}_${compact(end)}.json.gz`;
  return `${folder(place, 'CloudTrail-Digest', end)}${name}`;
}

/** What a bucket's policy must let CloudTrail write below. */
export function accountFolder({ accountId, prefix }: DeliveryPlace): string {
  return `${prefix === undefined || prefix === '' ? '' : `${prefix}/`}AWSLogs/${accountId}/`;
}

function folder(place: DeliveryPlace, kind: 'CloudTrail' | 'CloudTrail-Digest', at: Date): string {
  const day = at.toISOString().slice(0, 10).replaceAll('-', '/');
  return `${accountFolder(place)}${kind}/${place.region}/${day}/`;
}

/** `20150817T150131Z`. */
function compact(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}
