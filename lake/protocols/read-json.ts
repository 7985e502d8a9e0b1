import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../model/aws-error.js';
import { isRecord, membersOf } from './schema-members.js';

/**
 * Reads a JSON value as the schema describes it: timestamps (epoch seconds) become Date, blobs become bytes, members
 * that the schema does not know are left out, null counts as absent. Throws AwsError `SerializationException` for a
 * wrong type. Source: Smithy, "AWS JSON 1.1 protocol"; texts as seen from Athena.
 */
export function readJson(schema: NormalizedSchema, value: unknown): unknown {
  if (schema.isDocumentSchema()) return value;
  if (schema.isStructSchema()) return readStruct(schema, value);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw wrongType('Expected list or null');
    const member = schema.getValueSchema();
    return value.filter((one) => one !== null).map((one) => readJson(member, one));
  }
  if (schema.isMapSchema()) {
    const member = schema.getValueSchema();
    const entries = Object.entries(objectOf(value)).filter(([, one]) => one !== null);
    return Object.fromEntries(entries.map(([key, one]) => [key, readJson(member, one)]));
  }
  return readScalar(schema, value);
}

function readStruct(schema: NormalizedSchema, value: unknown): Readonly<Record<string, unknown>> {
  if (schema.isUnitSchema()) return {};
  const object = objectOf(value);
  const read: Record<string, unknown> = {};
  for (const { name, wireName, schema: member } of membersOf(schema)) {
    const found = Object.hasOwn(object, wireName) ? object[wireName] : undefined;
    if (found !== undefined && found !== null) read[name] = readJson(member, found);
  }
  return read;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (Array.isArray(value)) throw wrongType('Start of list found where not expected');
  if (!isRecord(value)) throw wrongType('Expected map or null');
  return value;
}

function readScalar(schema: NormalizedSchema, value: unknown): unknown {
  if (Array.isArray(value)) throw wrongType('Start of list found where not expected');
  if (typeof value === 'object') throw wrongType('Start of structure or map found where not expected.');
  if (schema.isTimestampSchema()) {
    if (typeof value !== 'number') throw wrongType(`${tokenOf(value)} can not be converted to a Timestamp`);
    const at = new Date(value * 1000);
    // JSON has larger numbers than there are times.
    if (Number.isNaN(at.getTime())) throw wrongType('NUMBER_VALUE can not be converted to a Timestamp');
    return at;
  }
  if (schema.isBooleanSchema()) {
    if (typeof value !== 'boolean') throw wrongType(`${tokenOf(value)} can not be converted to a Boolean`);
    return value;
  }
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) {
    if (typeof value !== 'number') throw wrongType(`${tokenOf(value)} can not be converted to an Integer`);
    if (!Number.isFinite(value)) throw wrongType('NUMBER_VALUE can not be converted to an Integer');
    return value;
  }
  if (typeof value !== 'string') throw wrongType(`${tokenOf(value)} can not be converted to a String`);
  return schema.isBlobSchema() ? Buffer.from(value, 'base64') : value;
}

function tokenOf(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE';
  if (typeof value === 'number') return 'NUMBER_VALUE';
  return value === true ? 'TRUE_VALUE' : 'FALSE_VALUE';
}

function wrongType(message: string): AwsError {
  return new AwsError('SerializationException', message);
}
