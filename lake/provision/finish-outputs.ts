import type { Deployment } from './deployment.js';
import { type Failure, failureOf } from './failure.js';
import { outputsOf } from './outputs.js';
import { provisionError } from './provision-error.js';
import type { StackOutput } from './stack.js';
import type { StackScopes } from './stack-scopes.js';
import type { Target } from './target.js';

/** Computes a stack's outputs when its resources are there, unless an export gets in another stack's way. */
export function finishOutputs(deployment: Deployment, target: Target, scopes: StackScopes): Failure | undefined {
  const { stack } = deployment;
  try {
    const outputs = outputsOf(target, scopes.actual);
    checkExports(deployment, outputs);
    stack.outputs = outputs;
    stack.imports = new Set(scopes.imports);
    return undefined;
  } catch (error) {
    return failureOf(stack.name, error, deployment.onDefect);
  }
}

/** An export has one owner, and stays as it is while a stack reads it (CloudFormation User Guide, "Exports"). */
function checkExports({ stack, stacks }: Deployment, outputs: readonly StackOutput[]): void {
  const after = new Map(outputs.map(({ exportName, value }) => [exportName, value]));
  for (const { name, value, stack: owner } of stacks.exports()) {
    if (owner === stack) {
      const importers = stacks.importersOf(name);
      if (importers.length === 0 || after.get(name) === value) continue;
      const word = after.has(name) ? 'updated' : 'deleted';
      throw inTheWay(
        `Export ${name} cannot be ${word} as it is in use by ${importers.map((one) => one.name).join(', ')}`,
      );
    } else if (after.has(name)) {
      throw inTheWay(`Export with name ${name} is already exported by stack ${owner.name}.`);
    }
  }
}

function inTheWay(message: string): Error {
  return provisionError({ code: 'PROVISION_EXPORT', message, nextStep: 'change the other stack first' });
}
