import { z } from 'zod';
import type { AnyAction } from '../../../model/action.js';
import { AwsError } from '../../../model/aws-error.js';
import type { Bucket } from '../bucket.js';
import { type BucketInput, bucketAction } from '../bucket-action.js';
import { malformedXml } from '../errors.js';
import type { S3State } from '../state.js';

interface Operation {
  readonly operation: string;
  readonly iamAction: string;
}

/** A configuration document that a bucket keeps: put, given back, deleted. */
export interface BucketSetting<T> {
  /** The sub-resource in the URL: `?publicAccessBlock`. */
  readonly query: string;
  /** The SDK's member that holds the document, and the document's root in XML. */
  readonly member: string;
  readonly root: string;
  readonly put: Operation;
  readonly get: Operation;
  readonly remove?: Operation;
  readonly schema: z.ZodType<T>;
  /** What the getter answers while nothing was put: a document, or AWS's error. */
  readonly unset: T | { readonly code: string; readonly message: string };
}

/** Settings are read with their member's name, whatever that is. */
export interface SettingInput extends BucketInput {
  readonly [member: string]: unknown;
}

/** A setting with its actions. */
export interface SettingActions {
  readonly query: string;
  readonly member: string;
  readonly root: string;
  readonly put: ReturnType<typeof putAction>;
  readonly get: ReturnType<typeof getAction>;
  readonly remove: ReturnType<typeof removeAction> | undefined;
}

export function settingActions<T extends object>(state: S3State, setting: BucketSetting<T>): SettingActions {
  const { query, member, root, remove } = setting;
  return {
    query,
    member,
    root,
    put: putAction(state, setting),
    get: getAction(state, setting),
    remove: remove === undefined ? undefined : removeAction(state, setting, remove),
  };
}

export function actionsOf(setting: SettingActions): readonly AnyAction[] {
  return [setting.put, setting.get, ...(setting.remove === undefined ? [] : [setting.remove])];
}

/** What is stored for the setting, checked again against its schema; the default or undefined while nothing was put. */
export function storedValue<T extends object>(bucket: Bucket, setting: BucketSetting<T>): T | undefined {
  const stored = bucket.settings.get(setting.query);
  if (stored !== undefined) return setting.schema.parse(stored);
  return isRefusal(setting.unset) ? undefined : setting.unset;
}

function putAction<T extends object>(state: S3State, setting: BucketSetting<T>) {
  return bucketAction<SettingInput, object>(state, {
    ...setting.put,
    readOnly: false,
    handle: (input) => {
      const bucket = state.objects.bucket(input.Bucket ?? '');
      const parsed = setting.schema.safeParse(input[setting.member]);
      if (!parsed.success) throw malformedXml();
      bucket.settings.set(setting.query, parsed.data);
      return {};
    },
  });
}

function getAction<T extends object>(state: S3State, setting: BucketSetting<T>) {
  return bucketAction<SettingInput, Readonly<Record<string, object>>>(state, {
    ...setting.get,
    readOnly: true,
    handle: (input) => {
      const bucket = state.objects.bucket(input.Bucket ?? '');
      const value = storedValue(bucket, setting);
      if (value !== undefined) return { [setting.member]: value };
      if (!isRefusal(setting.unset)) return { [setting.member]: setting.unset };
      const { code, message } = setting.unset;
      throw new AwsError(code, message, { httpStatus: 404, members: { BucketName: bucket.name } });
    },
  });
}

function removeAction<T extends object>(state: S3State, setting: BucketSetting<T>, operation: Operation) {
  return bucketAction<SettingInput, object>(state, {
    ...operation,
    readOnly: false,
    handle: (input) => {
      state.objects.bucket(input.Bucket ?? '').settings.delete(setting.query);
      return {};
    },
  });
}

function isRefusal(unset: object): unset is { readonly code: string; readonly message: string } {
  return 'code' in unset && 'message' in unset;
}

/** XML has no booleans and numbers, CloudFormation's are sometimes text. */
export const flag = z.union([
  z.boolean(),
  z.enum(['true', 'false', 'TRUE', 'FALSE']).transform((t) => /t/i.test(t[0] ?? '')),
]);
export const whole = z.coerce.number().int().min(0);
