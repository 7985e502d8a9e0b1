import { createHash } from 'node:crypto';
import { z } from 'zod';
import { LakeproofError, messageOf } from '../../core/error.js';
import type { Caller } from '../model/caller.js';
import type { Lake } from '../model/lake.js';
import { createStack } from './create-stack.js';
import { type Failure, propertyProblem } from './failure.js';
import { planOf } from './plan.js';
import { providers } from './providers/index.js';
import { provisionError, resourceError } from './provision-error.js';
import { DEFAULT_SETTINGS, StackStore } from './stack-store.js';
import { type Target, targetOf } from './target.js';
import { placeOf, unknownProperty } from './wanted.js';

export interface ProvisionOptions {
  readonly lake: Lake;
  /** Where the stack is kept; of its own unless given. */
  readonly stacks?: StackStore;
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
 * Deploys a CloudFormation template as a stack, one resource after the other, through the lake's own APIs as `deployer`.
 * Everything is checked that can be before the first call. Throws LakeproofError `PROVISION_*`, which names file,
 * resource, type and property; nothing that the lake does not know is left out in silence.
 */
export async function provisionTemplate(options: ProvisionOptions): Promise<void> {
  const { lake, deployer, file, stackName } = options;
  const stacks = options.stacks ?? new StackStore(lake);
  if (stacks.find(stackName) !== undefined) {
    throw provisionError({
      code: 'PROVISION_STACK',
      message: `${file}: there is a stack ${stackName} already, from a template of that name`,
      nextStep: 'give one of the files another name',
    });
  }
  const settings = { ...DEFAULT_SETTINGS, onFailure: 'DO_NOTHING', capabilities: ['CAPABILITY_NAMED_IAM'] } as const;
  const stack = stacks.make(stackName, settings, uuidOf(stackName));
  const target = targetOf(lake, stack, { text: options.template, file, parameters: options.parameters });
  const plan = planOf(stacks, stack, target);
  stacks.keep(stack);
  const defects: unknown[] = [];
  const deployment = {
    lake,
    stacks,
    stack,
    actor: deployer,
    // The same made-up names on every start.
    nameSeed: stackName,
    onDefect: (defect: unknown) => defects.push(defect),
  };
  const failure = await createStack(deployment, target, plan);
  if (failure !== undefined) throw errorOf(failure, target, deployer);
}

function errorOf({ logicalId, error, reason }: Failure, target: Target, deployer: Caller): LakeproofError {
  const place = placeOf(target, logicalId);
  if (error instanceof LakeproofError) return error;
  const provider = providers.get(place.type);
  if (error instanceof z.ZodError && provider !== undefined) {
    const unknown = error.issues[0]?.code === 'unrecognized_keys';
    if (unknown) return unknownProperty(place, provider, propertyProblem(error));
    return resourceError(place, {
      code: 'PROVISION_PROPERTY',
      message: propertyProblem(error),
      nextStep: `correct it; the lake reads ${provider.properties.join(', ')}`,
    });
  }
  const code = error instanceof Error && 'code' in error ? `${String(error.code)}: ` : '';
  return resourceError(place, {
    code: 'PROVISION_REFUSED',
    message: `creating it failed: ${error === undefined ? reason : `${code}${messageOf(error)}`}`,
    nextStep: `see what the API refused to ${deployer.name}`,
    cause: error,
  });
}

/** The same for a name on every start of the lake. */
function uuidOf(stackName: string): string {
  const hex = createHash('sha256').update(stackName).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
