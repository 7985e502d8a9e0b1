import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ServiceId } from '../model/action.js';
import type { Caller } from '../model/caller.js';
import type { Lake } from '../model/lake.js';

/** One resource as a provider sees it. */
export interface ProvideContext {
  readonly lake: Lake;
  readonly deployer: Caller;
  readonly stackName: string;
  readonly logicalId: string;
  /** Calls the lake's own API as the deployer. */
  call(service: ServiceId, operation: string, input: unknown): Promise<unknown>;
  /** The physical name of a resource that the template leaves unnamed, as CloudFormation makes one up. */
  madeUpName(maxLength: number): string;
}

/** What a created resource answers to Ref (undefined: no published meaning that this lake knows) and to Fn::GetAtt. */
export interface Provided {
  readonly ref?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Creates resources of one CloudFormation type through the lake's APIs. Properties that `schema` lacks are refused. */
export interface Provider {
  readonly type: string;
  /** Names of the properties that are read, for errors. */
  readonly properties: readonly string[];
  provide(properties: unknown, context: ProvideContext): Promise<Provided>;
}

export function defineProvider<S extends z.ZodObject>(definition: {
  readonly type: string;
  readonly schema: S;
  provide(properties: z.infer<S>, context: ProvideContext): Promise<Provided>;
}): Provider {
  return {
    type: definition.type,
    properties: Object.keys(definition.schema.shape),
    provide: async (properties, context) => definition.provide(definition.schema.parse(properties ?? {}), context),
  };
}

/** CloudFormation takes text for numbers and booleans, and the other way round. */
export const cfnText = z.union([z.string(), z.number(), z.boolean()]).transform(String);
export const cfnBoolean = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]);
export const cfnInteger = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);
export const cfnTags = z.array(z.strictObject({ Key: cfnText, Value: cfnText }));
/** A policy document as an object, or as JSON text; given on as JSON text. */
export const cfnPolicyDocument = z.union([
  z.string(),
  z.record(z.string(), z.unknown()).transform((value) => JSON.stringify(value)),
]);

/** Reads a member of an API's answer; the lake's own answers are checked like any other. */
export function answered<S extends z.ZodType>(schema: S, answer: unknown): z.infer<S> {
  return schema.parse(answer);
}

/** Without members whose value is undefined, which AWS's APIs do not take. */
export function given<T extends Record<string, unknown>>(input: T): Partial<T> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<T>;
}

export function madeUpName(stackName: string, logicalId: string, maxLength: number): string {
  const suffix = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, 12).toUpperCase();
  return `${`${stackName}-${logicalId}`.slice(0, maxLength - 13)}-${suffix}`;
}
