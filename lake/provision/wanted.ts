import type { LakeproofError } from '../../core/error.js';
import { resolve, type Scope } from './intrinsics.js';
import { inOrder } from './order.js';
import type { Provider } from './provider.js';
import { providers } from './providers/index.js';
import { resourceError, type TemplatePlace } from './provision-error.js';
import { resourcesNamed } from './references.js';
import type { Target } from './target.js';
import type { TemplateResource } from './template.js';

/** A resource that a template asks for. */
export interface Wanted {
  readonly logicalId: string;
  readonly resource: TemplateResource;
  readonly provider: Provider;
  /** Logical ids of what must be there before it. */
  readonly dependsOn: ReadonlySet<string>;
}

/**
 * The resources whose conditions hold, each after what it depends on. Throws LakeproofError `PROVISION_*` for a type, a
 * property at any depth or an expression that the lake does not know, before anything is made. `preview` is a scope
 * that stands in for what does not exist yet.
 */
export function wantedInOrder(target: Target, preview: Scope): readonly Wanted[] {
  const wanted = new Map<string, Omit<Wanted, 'dependsOn'>>();
  for (const [logicalId, resource] of Object.entries(target.template.Resources)) {
    const condition = resource.Condition === undefined ? true : preview.condition(resource.Condition);
    const place = placeOf(target, logicalId);
    if (condition === undefined) throw expressionError(place, `there is no condition ${resource.Condition ?? ''}`);
    if (condition) wanted.set(logicalId, { logicalId, resource, provider: knownProvider(place, resource) });
  }
  for (const one of wanted.values()) checkKnown(target, one, preview);
  const dependencies = new Map(
    [...wanted].map(([logicalId, { resource }]) => [
      logicalId,
      dependenciesOf(target, logicalId, resource, wanted, preview),
    ]),
  );
  return inOrder(dependencies, target.file).flatMap((logicalId) => {
    const one = wanted.get(logicalId);
    return one === undefined ? [] : [{ ...one, dependsOn: dependencies.get(logicalId) ?? new Set() }];
  });
}

/** A resource's properties as they are now, with the stack's tags where it can have any. */
export function propertiesOf(
  { logicalId, resource, provider }: Omit<Wanted, 'dependsOn'>,
  target: Target,
  scope: Scope,
) {
  const resolved = resolve(resource.Properties ?? {}, { ...scope, at: `Resources.${logicalId}.Properties` });
  if (target.tags.length === 0 || !provider.properties.includes('Tags')) return resolved;
  const properties: Record<string, unknown> = { ...(typeof resolved === 'object' ? resolved : {}) };
  const own: readonly unknown[] = Array.isArray(properties.Tags) ? properties.Tags : [];
  const named = new Set(own.map((tag) => JSON.stringify(keyOf(tag))));
  return { ...properties, Tags: [...own, ...target.tags.filter(({ Key }) => !named.has(JSON.stringify(Key)))] };
}

function keyOf(tag: unknown): unknown {
  return typeof tag === 'object' && tag !== null && 'Key' in tag ? tag.Key : undefined;
}

export function placeOf(target: Target, logicalId: string): TemplatePlace {
  return { file: target.file, logicalId, type: target.template.Resources[logicalId]?.Type ?? '' };
}

function knownProvider(place: TemplatePlace, resource: TemplateResource): Provider {
  const provider = providers.get(resource.Type);
  if (provider !== undefined) return provider;
  throw resourceError(place, {
    code: 'PROVISION_TYPE',
    message: 'this lake provisions no such type',
    nextStep: `leave it out, or use one of ${[...providers.keys()].join(', ')}`,
  });
}

function checkKnown(target: Target, wanted: Omit<Wanted, 'dependsOn'>, preview: Scope): void {
  const { logicalId, resource, provider } = wanted;
  const place = placeOf(target, logicalId);
  for (const name of Object.keys(resource.Properties ?? {})) {
    if (!provider.properties.includes(name)) throw unknownProperty(place, provider, name);
  }
  const issues = provider.check(propertiesOf(wanted, target, preview))?.issues ?? [];
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    throw unknownProperty(place, provider, [...issue.path, ...issue.keys].map(String).join('.'));
  }
}

export function unknownProperty(place: TemplatePlace, provider: Provider, name: string): LakeproofError {
  return resourceError(place, {
    code: 'PROVISION_PROPERTY',
    message: `property ${name}: not provisioned by this lake`,
    nextStep:
      provider.refused[name] ??
      `leave it out of the template that the lake gets; it reads ${provider.properties.join(', ')}`,
  });
}

function dependenciesOf(
  target: Target,
  logicalId: string,
  resource: TemplateResource,
  wanted: ReadonlyMap<string, unknown>,
  scope: Scope,
): ReadonlySet<string> {
  const dependsOn = typeof resource.DependsOn === 'string' ? [resource.DependsOn] : (resource.DependsOn ?? []);
  for (const name of dependsOn) {
    if (!scope.isResource(name))
      throw expressionError(placeOf(target, logicalId), `DependsOn names ${name}, which is no resource`);
  }
  const named = resourcesNamed(resource.Properties ?? {}, { ...scope, at: `Resources.${logicalId}.Properties` });
  return new Set([...dependsOn, ...named].filter((name) => wanted.has(name)));
}

function expressionError(place: TemplatePlace, message: string): LakeproofError {
  return resourceError(place, { code: 'PROVISION_EXPRESSION', message, nextStep: 'correct the name' });
}
