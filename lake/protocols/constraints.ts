import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.js';
import type { ServiceId } from '../model/action.js';
import { AwsError } from '../model/aws-error.js';
import { isRecord } from './schema-members.js';

const shapeSchema = z.object({
  type: z.string(),
  required: z.array(z.string()).optional(),
  members: z
    .record(z.string(), z.string())
    .optional()
    .transform((members) => Object.entries(members ?? {})),
  member: z.string().optional(),
  value: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.string()).optional(),
  sensitive: z.boolean().optional(),
});
const constraintsSchema = z.object({
  operations: z.record(z.string(), z.string()),
  shapes: z.record(z.string(), shapeSchema),
});

type Shape = z.infer<typeof shapeSchema>;
type Constraints = z.infer<typeof constraintsSchema>;

/** Inputs whose members the action itself refuses, under names of its own. */
const OWN_CHECKS: ReadonlySet<string> = new Set(['cloudtrail.LookupEvents']);
/** Shapes that the action checks, since AWS was seen to answer in words of its own (`MaxResults` of GetQueryResults). */
const OWN_SHAPES: ReadonlySet<string> = new Set(['MaxQueryResults']);
const MAX_VALUE_LENGTH = 200;

/**
 * Checks an input against the published model of its operation: required members, lengths, ranges, patterns, enums.
 * Throws AwsError in AWS's words, `2 validation errors detected: Value …`, under the code that the service uses.
 * The tables are made by tools/lake-constraints.ts.
 */
export function checkConstraints(service: ServiceId, operation: string, input: unknown): void {
  if (service === 's3' || OWN_CHECKS.has(`${service}.${operation}`)) return;
  const constraints = constraintsOf(service);
  const shapeName = constraints.operations[operation];
  if (shapeName === undefined) return;
  const walk: Walk = { constraints, found: [], showValues: service !== 'athena' };
  visit(walk, shapeName, input ?? {}, []);
  if (walk.found.length > 0) throw refusal(service, walk.found);
}

const loaded = new Map<ServiceId, Constraints>();
const patterns = new Map<string, RegExp>();

function constraintsOf(service: ServiceId): Constraints {
  let constraints = loaded.get(service);
  if (constraints === undefined) {
    const file = join(packageRoot(), 'lake', 'protocols', 'constraints', `${service}.json`);
    constraints = constraintsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    loaded.set(service, constraints);
  }
  return constraints;
}

interface Walk {
  readonly constraints: Constraints;
  readonly found: string[];
  /** Athena's texts leave the value out (seen), the others show it. */
  readonly showValues: boolean;
}

function visit(walk: Walk, shapeName: string, value: unknown, path: readonly string[]): void {
  if (OWN_SHAPES.has(shapeName)) return;
  const shape = walk.constraints.shapes[shapeName];
  if (shape === undefined) return;
  if (Array.isArray(value)) {
    checkSize(walk, shape, value.length, value, path);
    const member = shape.member;
    if (member === undefined) return;
    for (const [index, item] of value.entries()) visit(walk, member, item, [...path, String(index + 1), 'member']);
  } else if (shape.type === 'structure') visitStructure(walk, shape, value, path);
  else if (shape.type === 'map') visitMap(walk, shape, value, path);
  else if (typeof value === 'string') checkText(walk, shape, value, path);
  else if (typeof value === 'number') checkNumber(walk, shape, value, path);
}

function visitStructure(walk: Walk, shape: Shape, value: unknown, path: readonly string[]): void {
  const object = membersOf(value);
  for (const name of shape.required ?? []) {
    if (object[name] === undefined || object[name] === null) {
      complain(walk, null, [...path, firstLower(name)], 'Member must not be null');
    }
  }
  for (const [name, next] of shape.members) {
    const member = object[name];
    if (member !== undefined && member !== null) visit(walk, next, member, [...path, firstLower(name)]);
  }
}

function visitMap(walk: Walk, shape: Shape, value: unknown, path: readonly string[]): void {
  const entries = Object.entries(membersOf(value));
  checkSize(walk, shape, entries.length, value, path);
  const next = shape.value;
  if (next === undefined) return;
  for (const [key, item] of entries) visit(walk, next, item, [...path, key, 'member']);
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function checkText(walk: Walk, shape: Shape, value: string, path: readonly string[]): void {
  const shown = shape.sensitive === true ? undefined : value;
  if (checkSize(walk, shape, lengthOf(value), shown, path)) return;
  if (shape.pattern !== undefined && !patternOf(shape.pattern).test(value)) {
    complain(walk, shown, path, `Member must satisfy regular expression pattern: ${shape.pattern}`);
  }
  if (shape.enum !== undefined && !shape.enum.includes(value)) {
    complain(walk, shown, path, `Member must satisfy enum value set: [${shape.enum.join(', ')}]`);
  }
}

function patternOf(text: string): RegExp {
  let pattern = patterns.get(text);
  if (pattern === undefined) {
    pattern = new RegExp(`^(?:${text})$`, 'su');
    patterns.set(text, pattern);
  }
  return pattern;
}

/** In characters, of which one can be two units of the text. */
function lengthOf(value: string): number {
  let length = value.length;
  for (let index = 0; index < value.length; index += 1) if ((value.codePointAt(index) ?? 0) > 0xffff) length -= 1;
  return length;
}

function checkNumber(walk: Walk, shape: Shape, value: number, path: readonly string[]): void {
  if (shape.min !== undefined && value < shape.min) {
    complain(walk, value, path, `Member must have value greater than or equal to ${shape.min}`);
  }
  if (shape.max !== undefined && value > shape.max) {
    complain(walk, value, path, `Member must have value less than or equal to ${shape.max}`);
  }
}

/** True when the length was refused: a pattern is not tried on a text of any length. */
function checkSize(walk: Walk, shape: Shape, size: number, value: unknown, path: readonly string[]): boolean {
  if (shape.min !== undefined && size < shape.min) {
    complain(walk, value, path, `Member must have length greater than or equal to ${shape.min}`);
    return true;
  }
  if (shape.max !== undefined && size > shape.max) {
    complain(walk, value, path, `Member must have length less than or equal to ${shape.max}`);
    return true;
  }
  return false;
}

/** `value` null is "Value null"; undefined keeps a sensitive value out. */
function complain(walk: Walk, value: unknown, path: readonly string[], constraint: string): void {
  // AWS counts them all; nobody reads more than a few.
  if (walk.found.length >= 20) return;
  const shown =
    value === null
      ? ' null'
      : value === undefined || !walk.showValues
        ? ''
        : ` '${textOf(value).slice(0, MAX_VALUE_LENGTH)}'`;
  walk.found.push(`Value${shown} at '${path.join('.')}' failed to satisfy constraint: ${constraint}`);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  return JSON.stringify(value);
}

function refusal(service: Exclude<ServiceId, 's3'>, found: readonly string[]): AwsError {
  const message = `${found.length} validation error${found.length === 1 ? '' : 's'} detected: ${found.join('; ')}`;
  switch (service) {
    case 'athena':
      return new AwsError('InvalidRequestException', message, {
        members: { AthenaErrorCode: 'INVALID_INPUT', ErrorCode: 'INVALID_INPUT' },
      });
    case 'lakeformation':
      return new AwsError('InvalidInputException', message);
    case 'sts':
    case 'iam':
    case 'cloudformation':
      return new AwsError('ValidationError', message);
    case 'cloudtrail':
    case 'glue':
    case 'sagemaker':
      return new AwsError('ValidationException', message);
  }
}

function firstLower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
