import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../model/aws-error.js';

/** A form's fields as a tree: `Tags.member.1.Key` becomes `{Tags: {member: {1: {Key: …}}}}`. */
interface Node {
  value?: string;
  readonly children: Map<string, Node>;
}

const MAX_DEPTH = 24;

/**
 * Reads the form of the AWS query protocol by the schema: lists as `Name.member.N`, maps as `Name.entry.N.key|value`,
 * timestamps in ISO 8601. Throws AwsError `MalformedInput` for a wrong type. Source: Smithy, "AWS query protocol".
 */
export function readQuery(schema: NormalizedSchema, fields: URLSearchParams): unknown {
  const root: Node = { children: new Map() };
  for (const [name, value] of fields) {
    if (name === 'Action' || name === 'Version') continue;
    const path = name.split('.');
    if (path.length > MAX_DEPTH) throw malformed(`Too deep a parameter: ${name.slice(0, 100)}`);
    let node = root;
    for (const part of path) node = childOf(node, part);
    node.value = value;
  }
  return readNode(schema, root);
}

function childOf(node: Node, name: string): Node {
  let child = node.children.get(name);
  if (child === undefined) {
    child = { children: new Map() };
    node.children.set(name, child);
  }
  return child;
}

function readNode(schema: NormalizedSchema, node: Node): unknown {
  if (schema.isStructSchema()) {
    if (schema.isUnitSchema()) return {};
    const read: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const child = node.children.get(member.getMergedTraits().xmlName ?? name);
      if (child !== undefined) read[name] = readNode(member, child);
    }
    return read;
  }
  const flattened = schema.getMergedTraits().xmlFlattened !== undefined;
  if (schema.isListSchema()) {
    const member = schema.getValueSchema();
    const items = flattened ? node : node.children.get(member.getMergedTraits().xmlName ?? 'member');
    return inOrder(items).map((item) => readNode(member, item));
  }
  if (schema.isMapSchema()) {
    const member = schema.getValueSchema();
    const entries = inOrder(flattened ? node : node.children.get('entry'));
    return Object.fromEntries(
      entries.map((entry) => [
        entry.children.get('key')?.value ?? '',
        readNode(member, entry.children.get('value') ?? { children: new Map() }),
      ]),
    );
  }
  return readScalar(schema, node.value ?? '');
}

function inOrder(node: Node | undefined): readonly Node[] {
  return [...(node?.children ?? [])]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}

function readScalar(schema: NormalizedSchema, text: string): unknown {
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) {
    const number = Number(text);
    if (!/^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) || !Number.isFinite(number))
      throw malformed(`Invalid number: ${text.slice(0, 100)}`);
    return number;
  }
  if (schema.isBooleanSchema()) {
    if (!/^(?:true|false)$/i.test(text)) throw malformed(`Invalid boolean: ${text.slice(0, 100)}`);
    return text.toLowerCase() === 'true';
  }
  if (schema.isTimestampSchema()) {
    const timeMs = Date.parse(text);
    if (Number.isNaN(timeMs)) throw malformed(`Invalid timestamp: ${text.slice(0, 100)}`);
    return new Date(timeMs);
  }
  return schema.isBlobSchema() ? Buffer.from(text, 'base64') : text;
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedInput', message);
}
