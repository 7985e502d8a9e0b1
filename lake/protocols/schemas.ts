import { createRequire } from 'node:module';
import { NormalizedSchema } from '@smithy/core/schema';
import type { ServiceId } from '../model/action.js';

/** An operation as the SDK's own runtime schema describes it. */
export interface OperationSchema {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Method, path and status; only for REST protocols. */
  readonly http?: { readonly method: string; readonly path: string; readonly status: number };
}

export type ModelledService = Exclude<ServiceId, 's3'>;

const require = createRequire(import.meta.url);
const loaded = new Map<ModelledService, ReadonlyMap<string, OperationSchema>>();

/**
 * Operations of a service by name. Of the SDK's client only the schemas are loaded, which the build takes out of it
 * (`build:schemas`), and on first use: the whole of a client takes twice the time and the memory.
 */
export function operationsOf(service: ModelledService): ReadonlyMap<string, OperationSchema> {
  let operations = loaded.get(service);
  if (operations === undefined) {
    const exports: unknown = require(`#schemas/${service}.cjs`);
    operations = new Map(
      Object.values(typeof exports === 'object' && exports !== null ? exports : {})
        .filter(isOperation)
        .map((operation) => [operation[2], toOperationSchema(operation)]),
    );
    loaded.set(service, operations);
  }
  return operations;
}

type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];
/** `[9, namespace, name, traits, input, output]`: the SDK's static operation schema. */
type OperationTuple = readonly [9, string, string, unknown, SchemaRef, SchemaRef];

function isOperation(value: unknown): value is OperationTuple {
  return Array.isArray(value) && value[0] === 9 && value.length === 6 && typeof value[2] === 'string';
}

function toOperationSchema([, , name, traits, input, output]: OperationTuple): OperationSchema {
  const http = httpTrait(traits);
  return {
    name,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    ...(http === undefined ? {} : { http }),
  };
}

function httpTrait(traits: unknown): OperationSchema['http'] | undefined {
  if (typeof traits !== 'object' || traits === null || !('http' in traits) || !Array.isArray(traits.http))
    return undefined;
  const [method, path, status] = traits.http as unknown[];
  if (typeof method !== 'string' || typeof path !== 'string' || typeof status !== 'number') return undefined;
  return { method, path, status };
}
