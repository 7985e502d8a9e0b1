import type { LakeAccount } from '../model/lake.js';
import { resolveCondition, type Scope, UNKNOWN } from './intrinsics.js';
import type { ParameterValue } from './parameters.js';
import type { Provided } from './provider.js';
import { providers } from './providers/index.js';
import { provisionError } from './provision-error.js';
import type { Template } from './template.js';

export interface ScopeOptions {
  readonly account: Pick<LakeAccount, 'partition' | 'region' | 'accountId'>;
  readonly stackId: string;
  readonly stackName: string;
  readonly file: string;
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** Filled as resources are created. */
  readonly created: ReadonlyMap<string, Provided>;
  /** What the account's stacks export, by name. */
  readonly exported: (name: string) => string | undefined;
  /** Stands for what is not known before the resources are there; without it that is a fault. */
  readonly preview?: boolean;
}

/** What expressions of a template can name: its parameters, conditions and mappings, and the resources created so far. */
export function scopeOf(options: ScopeOptions): Scope {
  const { file, template, parameters } = options;
  const computed = new Map<string, boolean>();
  const computing = new Set<string>();
  const scope: Scope = {
    file,
    at: '',
    parameters,
    pseudo: pseudoParameters(options),
    mappings: template.Mappings,
    isPreview: options.preview ?? false,
    exported: options.exported,
    isResource: (logicalId) => Object.hasOwn(template.Resources, logicalId),
    condition: (name) => {
      const known = computed.get(name);
      if (known !== undefined || !Object.hasOwn(template.Conditions, name)) return known;
      if (computing.has(name)) {
        throw provisionError({
          code: 'PROVISION_CYCLE',
          message: `${file}: condition ${name} depends on itself`,
          nextStep: 'break the circle',
        });
      }
      computing.add(name);
      const value = resolveCondition(template.Conditions[name], { ...scope, at: `Conditions.${name}` });
      computed.set(name, value);
      return value;
    },
    resource: (logicalId, attribute, from) => resourceValue(options, scope, logicalId, attribute, from),
  };
  return scope;
}

function resourceValue(
  { file, template, created, preview }: ScopeOptions,
  scope: Scope,
  logicalId: string,
  attribute: string | undefined,
  from: Scope,
): string {
  const resource = template.Resources[logicalId];
  const provider = providers.get(resource?.Type ?? '');
  const isModelled = attribute === undefined ? provider?.hasRef : provider?.attributes.includes(attribute);
  const isWanted = resource?.Condition === undefined || scope.condition(resource.Condition) === true;
  const provided = created.get(logicalId);
  const value = attribute === undefined ? provided?.physicalId : provided?.attributes?.[attribute];
  if (isModelled === true && isWanted) {
    if (value !== undefined) return value;
    if (preview === true) return UNKNOWN;
  }
  const what = attribute === undefined ? `Ref of ${logicalId}` : `attribute ${attribute} of ${logicalId}`;
  throw provisionError({
    code: 'PROVISION_EXPRESSION',
    message: `${file}: ${from.at}: ${what} (${resource?.Type ?? ''}) has no value here`,
    likelyCause: isWanted ? 'this lake does not model it' : 'the condition of that resource is false',
    nextStep: 'name something else, or put it behind the same condition',
  });
}

function pseudoParameters(options: ScopeOptions): ReadonlyMap<string, ParameterValue> {
  const { partition, region, accountId } = options.account;
  return new Map<string, ParameterValue>([
    ['AWS::AccountId', accountId],
    ['AWS::Partition', partition],
    ['AWS::Region', region],
    ['AWS::StackId', options.stackId],
    ['AWS::StackName', options.stackName],
    ['AWS::URLSuffix', partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'],
    ['AWS::NotificationARNs', []],
  ]);
}
