import { z } from 'zod';
import { type LakeproofError, messageOf } from '../../core/error.js';
import type { Caller } from '../model/caller.js';
import type { Lake } from '../model/lake.js';
import { resolve, type Scope } from './intrinsics.js';
import { inOrder } from './order.js';
import { resolveParameters } from './parameters.js';
import { madeUpName, type ProvideContext, type Provided } from './provider.js';
import { providers } from './providers/index.js';
import { resourceError, type TemplatePlace } from './provision-error.js';
import { resourcesNamed } from './references.js';
import { scopeOf } from './scope.js';
import { parseTemplate, type Template, type TemplateResource } from './template.js';

export interface ProvisionOptions {
  readonly lake: Lake;
  /** Whose API calls the resources are made by. */
  readonly deployer: Caller;
  /** Text of the template, YAML or JSON. */
  readonly template: string;
  /** Its name, for errors. */
  readonly file: string;
  readonly stackName: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Creates what a CloudFormation template describes, one resource after the other, through the lake's own APIs as
 * `deployer`. Everything is checked that can be before the first call. Throws LakeproofError `PROVISION_*`, which names
 * file, resource, type and property; nothing that the lake does not know is left out in silence.
 */
export async function provisionTemplate(options: ProvisionOptions): Promise<void> {
  const { file } = options;
  const template = parseTemplate(options.template, file);
  const parameters = resolveParameters(template, options.parameters, file);
  const created = new Map<string, Provided>();
  const scope = scopeOf({ lake: options.lake, stackName: options.stackName, file, template, parameters, created });
  const wanted = wantedResources(template, scope);
  for (const [logicalId, resource] of wanted) checkKnown(placeOf(file, logicalId, resource), resource);

  const dependencies = new Map(
    [...wanted].map(([logicalId, resource]) => [
      logicalId,
      dependenciesOf(logicalId, resource, template, wanted, scope),
    ]),
  );
  for (const logicalId of inOrder(dependencies, file)) {
    const resource = wanted.get(logicalId);
    if (resource !== undefined) created.set(logicalId, await create(logicalId, resource, options, scope));
  }
  for (const [name, output] of Object.entries(template.Outputs)) {
    if (output.Condition !== undefined && scope.condition(output.Condition) !== true) continue;
    resolve(output.Value, { ...scope, at: `Outputs.${name}` });
  }
}

async function create(
  logicalId: string,
  resource: TemplateResource,
  options: ProvisionOptions,
  scope: Scope,
): Promise<Provided> {
  const place = placeOf(options.file, logicalId, resource);
  const properties = resolve(resource.Properties ?? {}, { ...scope, at: `Resources.${logicalId}.Properties` });
  const context: ProvideContext = {
    lake: options.lake,
    deployer: options.deployer,
    stackName: options.stackName,
    logicalId,
    call: async (service, operation, input) => options.lake.invoke(options.deployer, service, operation, input),
    madeUpName: (maxLength) => madeUpName(options.stackName, logicalId, maxLength),
  };
  try {
    const provided = await providers.get(resource.Type)?.provide(properties, context);
    return provided ?? {};
  } catch (error) {
    if (error instanceof z.ZodError) throw propertyError(place, error, resource.Type);
    throw resourceError(place, {
      code: 'PROVISION_REFUSED',
      message: `creating it failed: ${error instanceof Error && 'code' in error ? `${String(error.code)}: ` : ''}${messageOf(error)}`,
      nextStep: 'see what the API refused; the deployer is a data lake administrator with AdministratorAccess',
      cause: error,
    });
  }
}

/** Zod's first issue in CloudFormation's words. Values are never repeated: one may be a password. */
function propertyError(place: TemplatePlace, error: z.ZodError, type: string): LakeproofError {
  const issue = error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  const path = [...(issue?.path ?? []), ...unknown].map(String).join('.');
  const known = providers.get(type)?.properties.join(', ') ?? '';
  return resourceError(place, {
    code: 'PROVISION_PROPERTY',
    message: `property ${path}: ${unknown.length > 0 ? 'not provisioned by this lake' : (issue?.message ?? 'wrong')}`,
    nextStep: `leave it out of the template that the lake gets; it reads ${known}`,
  });
}

function checkKnown(place: TemplatePlace, resource: TemplateResource): void {
  const provider = providers.get(resource.Type);
  if (provider === undefined) {
    throw resourceError(place, {
      code: 'PROVISION_TYPE',
      message: 'this lake provisions no such type',
      nextStep: `leave it out, or use one of ${[...providers.keys()].join(', ')}`,
    });
  }
  for (const name of Object.keys(resource.Properties ?? {})) {
    if (provider.properties.includes(name)) continue;
    throw resourceError(place, {
      code: 'PROVISION_PROPERTY',
      message: `property ${name}: not provisioned by this lake`,
      nextStep: `leave it out of the template that the lake gets; it reads ${provider.properties.join(', ')}`,
    });
  }
}

function dependenciesOf(
  logicalId: string,
  resource: TemplateResource,
  template: Template,
  wanted: ReadonlyMap<string, TemplateResource>,
  scope: Scope,
): ReadonlySet<string> {
  const dependsOn = typeof resource.DependsOn === 'string' ? [resource.DependsOn] : (resource.DependsOn ?? []);
  for (const name of dependsOn) {
    if (template.Resources[name] !== undefined) continue;
    throw resourceError(placeOf(scope.file, logicalId, resource), {
      code: 'PROVISION_EXPRESSION',
      message: `DependsOn names ${name}, which is no resource`,
      nextStep: 'correct the name',
    });
  }
  const named = resourcesNamed(resource.Properties ?? {}, { ...scope, at: `Resources.${logicalId}.Properties` });
  return new Set([...dependsOn, ...named].filter((name) => wanted.has(name)));
}

function wantedResources(template: Template, scope: Scope): ReadonlyMap<string, TemplateResource> {
  const wanted = new Map<string, TemplateResource>();
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    const condition = resource.Condition === undefined ? true : scope.condition(resource.Condition);
    if (condition === undefined) {
      throw resourceError(placeOf(scope.file, logicalId, resource), {
        code: 'PROVISION_EXPRESSION',
        message: `there is no condition ${resource.Condition ?? ''}`,
        nextStep: 'correct the name',
      });
    }
    if (condition) wanted.set(logicalId, resource);
  }
  return wanted;
}

function placeOf(file: string, logicalId: string, resource: TemplateResource): TemplatePlace {
  return { file, logicalId, type: resource.Type };
}
