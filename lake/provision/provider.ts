import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ServiceId } from '../model/action.js';
import type { LakeAccount } from '../model/lake.js';

/** One resource as a provider sees it. */
export interface ProvideContext {
  readonly lake: LakeAccount;
  /** Calls the lake's own API as whoever the stack acts as. */
  call(service: ServiceId, operation: string, input: unknown): Promise<unknown>;
  /** As `call`, where nothing is wrong if what is to be taken away is not there any more: undefined then. */
  forget(service: ServiceId, operation: string, input: unknown): Promise<unknown>;
  /** The physical name of a resource that the template leaves unnamed, as CloudFormation makes one up. */
  madeUpName(maxLength: number): string;
  /** Says that the resource is there from now on, while more calls are to follow: if one fails, this is rolled back. */
  made(provided: Provided): void;
}

/** A resource that is there: what Ref and DescribeStackResources call it, and what it answers to Fn::GetAtt. */
export interface Provided {
  readonly physicalId: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A resource as it was deployed. */
export interface Deployed<P> extends Provided {
  readonly properties: P;
}

/**
 * Creates, changes and deletes resources of one CloudFormation type through the lake's APIs. Properties that `schema`
 * lacks are refused.
 */
export interface Provider {
  readonly type: string;
  /** Names of the properties that are read, for errors. */
  readonly properties: readonly string[];
  /** What Fn::GetAtt can name here. */
  readonly attributes: readonly string[];
  /** False: no published meaning of Ref that this lake knows. */
  readonly hasRef: boolean;
  /** Dotted paths of properties whose change takes a new resource (CloudFormation Template Reference, "Update requires"). */
  readonly replacedBy: readonly string[];
  /** Dotted paths of the properties by which a template names it. */
  readonly names: readonly string[];
  /** Properties that are refused on purpose, with what to do instead. */
  readonly refused: Readonly<Record<string, string>>;
  /** What is wrong with resolved properties. */
  check(properties: unknown): z.ZodError | undefined;
  create(properties: unknown, context: ProvideContext): Promise<Provided>;
  update(deployed: Deployed<unknown>, properties: unknown, context: ProvideContext): Promise<Provided>;
  remove(deployed: Deployed<unknown>, context: ProvideContext): Promise<void>;
}

interface ProviderDefinition<S extends z.ZodObject> {
  readonly type: string;
  readonly schema: S;
  readonly attributes?: readonly string[];
  readonly hasRef?: boolean;
  /** Left out where `update` is: every change takes a new resource then. */
  readonly replacedBy?: readonly string[];
  readonly names?: readonly string[];
  readonly refused?: Readonly<Record<string, string>>;
  create(properties: z.infer<S>, context: ProvideContext): Promise<Provided>;
  update?(deployed: Deployed<z.infer<S>>, properties: z.infer<S>, context: ProvideContext): Promise<Provided>;
  remove(deployed: Deployed<z.infer<S>>, context: ProvideContext): Promise<void>;
}

export function defineProvider<S extends z.ZodObject>(definition: ProviderDefinition<S>): Provider {
  const { schema, type } = definition;
  const properties = Object.keys(schema.shape);
  const read = (value: unknown) => schema.parse(value ?? {});
  return {
    type,
    properties,
    attributes: definition.attributes ?? [],
    hasRef: definition.hasRef ?? true,
    replacedBy: definition.update === undefined ? properties : (definition.replacedBy ?? []),
    names: definition.names ?? [],
    refused: definition.refused ?? {},
    check: (value) => schema.safeParse(value ?? {}).error,
    create: async (value, context) => definition.create(read(value), context),
    update: async (deployed, value, context) => {
      const before = { ...deployed, properties: read(deployed.properties) };
      if (definition.update === undefined) throw new Error(`${type} is never updated`);
      return definition.update(before, read(value), context);
    },
    remove: async (deployed, context) =>
      definition.remove({ ...deployed, properties: read(deployed.properties) }, context),
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

/** `Stack-Resource-SUFFIX`; the suffix is that of `seed`. */
export function madeUpName(stackName: string, logicalId: string, seed: string, maxLength: number): string {
  const suffix = createHash('sha256').update(`${seed}/${logicalId}`).digest('hex').slice(0, 12).toUpperCase();
  return `${`${stackName}-${logicalId}`.slice(0, maxLength - 13)}-${suffix}`;
}
