import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { ReadTemplate } from './read-template.js';

const database = loadAwsServiceSpecSync();

const resourceType = (name: string) => database.lookup('resource', 'cloudFormationType', 'equals', name)[0];
const typeDefinition = (id: string) => database.get('typeDefinition', id);
type Resource = NonNullable<ReturnType<typeof resourceType>>;
type TypeDefinition = ReturnType<typeof typeDefinition>;
type PropertyType = Resource['properties'][string]['type'];

/** AWS::* names that Ref and Fn::Sub may use (CloudFormation User Guide, "Pseudo parameters reference"). */
const PSEUDO = new Set(
  ['AccountId', 'NoValue', 'NotificationARNs', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map(
    (name) => `AWS::${name}`,
  ),
);

/**
 * What is wrong with a template by the published resource specification: unknown types and properties, missing required
 * ones, wrong shapes and enum values, references to nothing, references to what a condition may leave out.
 */
export function problemsOf(template: ReadTemplate): string[] {
  const problems: string[] = [];
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    const at = `${logicalId} (${resource.Type})`;
    const specification = resourceType(resource.Type);
    if (specification === undefined) {
      problems.push(`${at}: no such resource type`);
      continue;
    }
    problems.push(...checkMembers(resource.Properties, specification, at));
    problems.push(...referenceProblems(resource.Properties, template, at, resource.Condition));
    for (const name of resource.DependsOn) problems.push(...dependencyProblems(name, template, at, resource.Condition));
  }
  for (const [name, condition] of Object.entries(template.Conditions)) {
    problems.push(...referenceProblems(condition, template, `condition ${name}`, undefined));
  }
  for (const [name, output] of Object.entries(template.Outputs)) {
    problems.push(...referenceProblems(output.Value, template, `output ${name}`, undefined));
  }
  return problems;
}

function checkMembers(
  members: Record<string, unknown>,
  specification: Resource | TypeDefinition,
  at: string,
): string[] {
  const problems: string[] = [];
  for (const [name, value] of Object.entries(members)) {
    const property = specification.properties[name];
    if (property === undefined) problems.push(`${at}.${name}: no such property`);
    else problems.push(...checkValue(value, property.type, `${at}.${name}`));
  }
  for (const [name, property] of Object.entries(specification.properties)) {
    // CatalogId of Glue and DatabaseName are required in the specification; so are they here.
    if (property.required === true && members[name] === undefined) problems.push(`${at}.${name}: required, missing`);
  }
  return problems;
}

function checkValue(value: unknown, type: PropertyType, at: string): string[] {
  const call = intrinsicOf(value);
  if (call?.name === 'Fn::If' && Array.isArray(call.argument)) {
    return call.argument.slice(1).flatMap((branch) => checkValue(branch, type, at));
  }
  if (call !== undefined) return [];
  switch (type.type) {
    case 'json':
      return [];
    case 'ref': {
      if (!isRecord(value)) return [`${at}: must be an object`];
      return checkMembers(value, typeDefinition(type.reference.$ref), at);
    }
    case 'array':
      if (!Array.isArray(value)) return [`${at}: must be a list`];
      return value.flatMap((item, index) => checkValue(item, type.element, `${at}[${index}]`));
    case 'map':
      if (!isRecord(value)) return [`${at}: must be a map`];
      return Object.entries(value).flatMap(([key, item]) => checkValue(item, type.element, `${at}.${key}`));
    case 'tag':
      return isRecord(value) && 'Key' in value && 'Value' in value ? [] : [`${at}: must be {Key, Value}`];
    case 'union': {
      const outcomes = type.types.map((option) => checkValue(value, option, at));
      return outcomes.some((problems) => problems.length === 0) ? [] : (outcomes[0] ?? []);
    }
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false'
        ? []
        : [`${at}: must be true or false`];
    case 'integer':
    case 'number':
      return Number.isFinite(Number(value)) && typeof value !== 'object' ? [] : [`${at}: must be a number`];
    case 'string': {
      if (typeof value === 'object') return [`${at}: must be text`];
      const allowed = 'allowedValues' in type ? type.allowedValues : undefined;
      return allowed === undefined || (typeof value === 'string' && allowed.includes(value))
        ? []
        : [`${at}: must be one of ${allowed.join(', ')}`];
    }
    case 'null':
    case 'date-time':
      return typeof value === 'object' && value !== null ? [`${at}: must be text`] : [];
  }
}

/** References below `value`, with the conditions that are known to hold there. */
function referenceProblems(value: unknown, template: ReadTemplate, at: string, holds: string | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => referenceProblems(item, template, at, holds));
  if (!isRecord(value)) return [];
  const call = intrinsicOf(value);
  if (call?.name === 'Fn::If' && Array.isArray(call.argument)) {
    const [condition, then, otherwise] = call.argument as readonly unknown[];
    if (typeof condition !== 'string' || template.Conditions[condition] === undefined) {
      return [`${at}: Fn::If names no condition`];
    }
    return [...referenceProblems(then, template, at, condition), ...referenceProblems(otherwise, template, at, holds)];
  }
  const own = call === undefined ? [] : namesOf(call.name, call.argument);
  return [
    ...own.flatMap(([name, attribute]) => oneReference(name, attribute, template, at, holds)),
    ...Object.values(value).flatMap((item) => referenceProblems(item, template, at, holds)),
  ];
}

function oneReference(
  name: string,
  attribute: string | undefined,
  template: ReadTemplate,
  at: string,
  holds: string | undefined,
): string[] {
  const resource = template.Resources[name];
  if (attribute === undefined && (PSEUDO.has(name) || template.Parameters[name] !== undefined)) return [];
  if (resource === undefined) return [`${at}: names ${name}, which does not exist`];
  if (attribute !== undefined) {
    const specification = resourceType(resource.Type);
    if (specification?.attributes[attribute] === undefined) return [`${at}: ${name} has no attribute ${attribute}`];
  }
  return conditionalProblem(name, template, at, holds);
}

function dependencyProblems(name: string, template: ReadTemplate, at: string, holds: string | undefined): string[] {
  if (template.Resources[name] === undefined) return [`${at}: DependsOn names ${name}, which does not exist`];
  return conditionalProblem(name, template, at, holds);
}

function conditionalProblem(name: string, template: ReadTemplate, at: string, holds: string | undefined): string[] {
  const needed = template.Resources[name]?.Condition;
  return needed === undefined || needed === holds ? [] : [`${at}: names ${name}, which exists only if ${needed}`];
}

function namesOf(call: string, argument: unknown): (readonly [name: string, attribute: string | undefined])[] {
  if (call === 'Ref') return [[String(argument), undefined]];
  if (call === 'Fn::GetAtt') {
    const path = Array.isArray(argument) ? argument.join('.') : String(argument);
    return [atFirstDot(path)];
  }
  if (call !== 'Fn::Sub') return [];
  const [text, variables] = Array.isArray(argument) ? (argument as readonly unknown[]) : [argument, {}];
  const own = isRecord(variables) ? Object.keys(variables) : [];
  return [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)]
    .map((match) => atFirstDot(match[1] ?? ''))
    .filter(([name]) => !own.includes(name));
}

function atFirstDot(path: string): readonly [string, string | undefined] {
  const dot = path.indexOf('.');
  return dot < 0 ? [path, undefined] : [path.slice(0, dot), path.slice(dot + 1)];
}

function intrinsicOf(value: unknown): { name: string; argument: unknown } | undefined {
  if (!isRecord(value)) return undefined;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return undefined;
  const [name, argument] = entry;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
