import type { NormalizedSchema } from '@smithy/core/schema';
import { isRecord, membersOf } from './schema-members.js';

/**
 * Writes an action's output as the schema describes it: Date becomes epoch seconds, bytes become base64, undefined is
 * left out, and so is what the schema does not know. Throws TypeError when a value is not of the schema's type, which
 * is a defect of the action.
 */
export function writeJson(schema: NormalizedSchema, value: unknown, path = 'output'): unknown {
  if (value === undefined || value === null || schema.isUnitSchema()) return undefined;
  if (schema.isDocumentSchema()) return value;
  if (schema.isStructSchema()) return writeStruct(schema, value, path);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw defect(path, 'a list');
    const member = schema.getValueSchema();
    return value.map((one, index) => writeJson(member, one, `${path}[${index}]`) ?? null);
  }
  if (schema.isMapSchema()) {
    const member = schema.getValueSchema();
    return Object.fromEntries(
      Object.entries(objectOf(value, path)).map(([key, one]) => [key, writeJson(member, one, `${path}.${key}`)]),
    );
  }
  return writeScalar(schema, value, path);
}

function writeStruct(schema: NormalizedSchema, value: unknown, path: string): unknown {
  const object = objectOf(value, path);
  const written: Record<string, unknown> = {};
  for (const { name, wireName, schema: member } of membersOf(schema)) {
    const found = object[name];
    if (found === undefined || found === null) continue;
    const one = writeJson(member, found, `${path}.${name}`);
    if (one !== undefined) written[wireName] = one;
  }
  return written;
}

function objectOf(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw defect(path, 'an object');
  return value;
}

function writeScalar(schema: NormalizedSchema, value: unknown, path: string): unknown {
  if (schema.isTimestampSchema()) {
    if (!(value instanceof Date)) throw defect(path, 'a Date');
    return value.getTime() / 1000;
  }
  if (schema.isBooleanSchema()) {
    if (typeof value !== 'boolean') throw defect(path, 'a boolean');
    return value;
  }
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) {
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) throw defect(path, 'a number');
    return number;
  }
  if (schema.isBlobSchema() && value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value !== 'string') throw defect(path, 'a string');
  return value;
}

function defect(path: string, wanted: string): TypeError {
  return new TypeError(`the action's ${path} is not ${wanted}`);
}
