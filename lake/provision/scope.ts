import type { Lake } from '../model/lake.js';
import { resolveCondition, type Scope } from './intrinsics.js';
import type { ParameterValue } from './parameters.js';
import type { Provided } from './provider.js';
import { provisionError } from './provision-error.js';
import type { Template } from './template.js';

interface ScopeOptions {
  readonly lake: Lake;
  readonly stackName: string;
  readonly file: string;
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** Filled as resources are created. */
  readonly created: ReadonlyMap<string, Provided>;
}

/** What expressions of a template can name: its parameters, conditions and mappings, and the resources created so far. */
export function scopeOf(options: ScopeOptions): Scope {
  const { lake, stackName, file, template, parameters, created } = options;
  const computed = new Map<string, boolean>();
  const computing = new Set<string>();
  const scope: Scope = {
    file,
    at: '',
    parameters,
    pseudo: pseudoParameters(lake, stackName),
    mappings: template.Mappings,
    isResource: (logicalId) => template.Resources[logicalId] !== undefined,
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
    resource: (logicalId, attribute, from) => {
      const value =
        attribute === undefined ? created.get(logicalId)?.ref : created.get(logicalId)?.attributes?.[attribute];
      if (value !== undefined) return value;
      const what = attribute === undefined ? `Ref of ${logicalId}` : `attribute ${attribute} of ${logicalId}`;
      const type = template.Resources[logicalId]?.Type ?? '';
      throw provisionError({
        code: 'PROVISION_EXPRESSION',
        message: `${file}: ${from.at}: ${what} (${type}) has no value here`,
        likelyCause: created.has(logicalId) ? 'this lake does not model it' : 'the condition of that resource is false',
        nextStep: 'name something else, or put it behind the same condition',
      });
    },
  };
  return scope;
}

function pseudoParameters(lake: Lake, stackName: string): ReadonlyMap<string, ParameterValue> {
  const stackId = `arn:${lake.partition}:cloudformation:${lake.region}:${lake.accountId}:stack/${stackName}/lake`;
  return new Map<string, ParameterValue>([
    ['AWS::AccountId', lake.accountId],
    ['AWS::Partition', lake.partition],
    ['AWS::Region', lake.region],
    ['AWS::StackId', stackId],
    ['AWS::StackName', stackName],
    ['AWS::URLSuffix', lake.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'],
    ['AWS::NotificationARNs', []],
  ]);
}
