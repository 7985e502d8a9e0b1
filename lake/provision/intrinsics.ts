import type { ParameterValue } from './parameters.js';
import { provisionError } from './provision-error.js';

/** What an expression of a template can name. */
export interface Scope {
  readonly file: string;
  /** Path of what is being resolved, for errors: `Resources.DataBucket.Properties`. */
  readonly at: string;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  readonly pseudo: ReadonlyMap<string, ParameterValue>;
  readonly mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  /** Undefined for a name that is no condition. */
  condition(name: string): boolean | undefined;
  /** `attribute` undefined: what Ref gives. Throws for what is unknown or not created. */
  resource(logicalId: string, attribute: string | undefined, scope: Scope): string;
  isResource(logicalId: string): boolean;
  /** What a stack of the account exports under a name. */
  exported(name: string): string | undefined;
  /** True where values that only resources will have are stood in for. */
  readonly isPreview: boolean;
}

/** What stands in a preview, and in a change set of CloudFormation's, for what only the resource will say. */
export const UNKNOWN = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** True when a previewed value holds something that is not known yet. */
export function holdsUnknown(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes(UNKNOWN);
}

/** `Ref: AWS::NoValue`: the property that holds it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

/**
 * The value of a template expression: intrinsic functions computed, everything else as it stands
 * (CloudFormation User Guide, "Intrinsic function reference"). Throws LakeproofError `PROVISION_EXPRESSION`.
 */
export function resolve(expression: unknown, scope: Scope): unknown {
  const value = evaluate(expression, scope);
  return value === NO_VALUE ? undefined : value;
}

/** The value of a condition expression. */
export function resolveCondition(expression: unknown, scope: Scope): boolean {
  const value = resolve(expression, scope);
  if (typeof value !== 'boolean') throw fault(scope, 'a condition must come out as true or false');
  return value;
}

function evaluate(expression: unknown, scope: Scope): unknown {
  if (Array.isArray(expression)) {
    return expression.map((item) => evaluate(item, scope)).filter((item) => item !== NO_VALUE);
  }
  if (typeof expression === 'string') {
    if (expression.includes('{{resolve:'))
      throw fault(scope, 'dynamic references ({{resolve:…}}) are not provisioned here');
    return expression;
  }
  if (typeof expression !== 'object' || expression === null) return expression;
  const entries = Object.entries(expression);
  const [name, argument] = entries[0] ?? [];
  if (
    entries.length === 1 &&
    name !== undefined &&
    (name === 'Ref' || name.startsWith('Fn::') || isConditionCall(name, argument, scope))
  ) {
    return call(name, argument, scope);
  }
  const result: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    const resolved = evaluate(value, { ...scope, at: `${scope.at}.${key}` });
    if (resolved !== NO_VALUE) result[key] = resolved;
  }
  return result;
}

/** `{Condition: name}` is a call inside Conditions and a plain member elsewhere (IAM policies have one too). */
function isConditionCall(name: string, argument: unknown, scope: Scope): boolean {
  return name === 'Condition' && typeof argument === 'string' && scope.at.startsWith('Conditions.');
}

function call(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case 'Ref':
      return reference(text(argument, scope, name), scope);
    case 'Condition':
      return conditionNamed(text(argument, scope, name), scope);
    case 'Fn::GetAtt':
      return attribute(argument, scope);
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Join': {
      const [separator, items] = list(argument, scope, name, 2);
      return texts(evaluate(items, scope), scope, name).join(text(separator, scope, name));
    }
    case 'Fn::Split': {
      const [separator, source] = list(argument, scope, name, 2);
      return text(evaluate(source, scope), scope, name).split(text(separator, scope, name));
    }
    case 'Fn::Select': {
      const [index, items] = list(argument, scope, name, 2);
      const all = evaluate(items, scope);
      const position = Number(evaluate(index, scope));
      if (scope.isPreview && holdsUnknown(all)) return UNKNOWN;
      if (!Array.isArray(all) || !Number.isInteger(position) || position < 0 || position >= all.length) {
        throw fault(scope, 'Fn::Select: the index lies outside the list');
      }
      return all[position];
    }
    case 'Fn::If': {
      const [condition, then, otherwise] = list(argument, scope, name, 3);
      return evaluate(conditionNamed(text(condition, scope, name), scope) ? then : otherwise, scope);
    }
    case 'Fn::FindInMap': {
      const keys = texts(
        list(argument, scope, name, 3).map((key) => evaluate(key, scope)),
        scope,
        name,
      );
      const [map = '', top = '', second = ''] = keys;
      const found = scope.mappings[map]?.[top]?.[second];
      if (found === undefined) throw fault(scope, `Fn::FindInMap: no ${keys.join(' → ')} in Mappings`);
      return found;
    }
    case 'Fn::ImportValue': {
      const exportName = text(evaluate(argument, scope), scope, name);
      const value = scope.exported(exportName);
      if (value !== undefined) return value;
      if (scope.isPreview && holdsUnknown(exportName)) return UNKNOWN;
      throw fault(scope, `No export named ${exportName} found.`, 'deploy the stack that exports it first');
    }
    case 'Fn::Base64':
      return Buffer.from(text(evaluate(argument, scope), scope, name), 'utf8').toString('base64');
    case 'Fn::Equals': {
      const [left, right] = list(argument, scope, name, 2).map((side) => evaluate(side, scope));
      return JSON.stringify(scalar(left)) === JSON.stringify(scalar(right));
    }
    case 'Fn::Not':
      return !resolveCondition(list(argument, scope, name, 1)[0], scope);
    case 'Fn::And':
      return list(argument, scope, name).every((part) => resolveCondition(part, scope));
    case 'Fn::Or':
      return list(argument, scope, name).some((part) => resolveCondition(part, scope));
    // Of rules only (CloudFormation User Guide, "Rule-specific intrinsic functions").
    case 'Fn::Contains': {
      const [items, item] = list(argument, scope, name, 2).map((part) => evaluate(part, scope));
      return texts(items, scope, name).includes(text(item, scope, name));
    }
    case 'Fn::EachMemberEquals': {
      const [items, item] = list(argument, scope, name, 2).map((part) => evaluate(part, scope));
      return texts(items, scope, name).every((one) => one === text(item, scope, name));
    }
    case 'Fn::EachMemberIn': {
      const [items, allowed] = list(argument, scope, name, 2).map((part) => evaluate(part, scope));
      const known = texts(allowed, scope, name);
      return texts(items, scope, name).every((one) => known.includes(one));
    }
    default:
      throw fault(scope, `${name} is not provisioned by this lake`, 'replace it by a parameter');
  }
}

function reference(name: string, scope: Scope): unknown {
  if (name === 'AWS::NoValue') return NO_VALUE;
  const value = scope.pseudo.get(name) ?? scope.parameters.get(name);
  if (value !== undefined) return value;
  if (scope.isResource(name)) return scope.resource(name, undefined, scope);
  throw fault(scope, `Ref names ${name}, which is no parameter and no resource`);
}

function attribute(argument: unknown, scope: Scope): string {
  const parts = typeof argument === 'string' ? splitAtFirstDot(argument) : texts(argument, scope, 'Fn::GetAtt');
  const [logicalId = '', ...names] = parts;
  if (!scope.isResource(logicalId)) throw fault(scope, `Fn::GetAtt names ${logicalId}, which is no resource`);
  if (names.length === 0) throw fault(scope, `Fn::GetAtt of ${logicalId} names no attribute`);
  return scope.resource(logicalId, names.join('.'), scope);
}

/** `${Name}`, `${Resource.Attribute}`; `${!Literal}` stays as `${Literal}`. */
function substitute(argument: unknown, scope: Scope): string {
  const [template, variables] = typeof argument === 'string' ? [argument, {}] : list(argument, scope, 'Fn::Sub', 2);
  const own = typeof variables === 'object' && variables !== null ? Object.entries(variables) : [];
  const named = new Map(own.map(([key, value]) => [key, evaluate(value, scope)]));
  return text(template, scope, 'Fn::Sub').replaceAll(/\$\{([^}]*)\}/g, (_whole, inner: string) => {
    const name = inner.trim();
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (named.has(name)) return text(named.get(name), scope, 'Fn::Sub');
    const value = name.includes('.') ? attribute(name, scope) : reference(name, scope);
    return text(value, scope, 'Fn::Sub');
  });
}

/** The value of a named condition; a name without one is a fault. */
export function conditionNamed(name: string, scope: Scope): boolean {
  const value = scope.condition(name);
  if (value === undefined) throw fault(scope, `there is no condition ${name}`);
  return value;
}

/** `Name.Attribute.Path` as [`Name`, `Attribute.Path`]. */
export function splitAtFirstDot(path: string): string[] {
  const dot = path.indexOf('.');
  return dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
}

/** The argument of a function as a list, of that length where one is given. */
export function list(argument: unknown, scope: Scope, name: string, length?: number): readonly unknown[] {
  if (!Array.isArray(argument) || (length !== undefined && argument.length !== length)) {
    throw fault(scope, `${name} takes a list${length === undefined ? '' : ` of ${length}`}`);
  }
  return argument;
}

function texts(value: unknown, scope: Scope, name: string): string[] {
  if (!Array.isArray(value)) throw fault(scope, `${name} takes a list of text`);
  return value.map((item) => text(item, scope, name));
}

/** A value as text; numbers and booleans are, lists and objects are not. */
export function text(value: unknown, scope: Scope, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw fault(scope, `${name} takes text here, not a list or an object`);
}

/** CloudFormation compares text: `true` equals `"true"`. */
function scalar(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function fault(scope: Scope, message: string, nextStep = 'correct the expression in the template') {
  return provisionError({ code: 'PROVISION_EXPRESSION', message: `${scope.file}: ${scope.at}: ${message}`, nextStep });
}
