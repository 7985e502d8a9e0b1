import type { Scope } from './intrinsics.js';
import { masked } from './parameters.js';
import type { Provided } from './provider.js';
import { scopeOf } from './scope.js';
import type { Stack } from './stack.js';
import type { StackStore } from './stack-store.js';
import type { Target } from './target.js';

/** The ways to look at a target's expressions. All see the resources in `known`. */
export interface StackScopes {
  readonly known: Map<string, Provided>;
  /** Stands in for what is not known yet. */
  readonly preview: Scope;
  /** Throws for what is not known. */
  readonly actual: Scope;
  /** As `preview`, with secrets masked: what may be shown. */
  readonly shown: Scope;
  /** Names of the exports that were read so far. */
  readonly imports: Set<string>;
}

export function scopesOf(stacks: StackStore, stack: Pick<Stack, 'id' | 'name'>, target: Target): StackScopes {
  const known = new Map<string, Provided>();
  const imports = new Set<string>();
  const options = {
    account: stacks.account,
    stackId: stack.id,
    stackName: stack.name,
    file: target.file,
    template: target.template,
    parameters: target.parameters,
    created: known,
    exported: (name: string) => {
      const found = stacks.exports().find((one) => one.name === name && one.stack.id !== stack.id);
      if (found !== undefined) imports.add(name);
      return found?.value;
    },
  };
  return {
    known,
    imports,
    preview: scopeOf({ ...options, preview: true }),
    actual: scopeOf(options),
    shown: scopeOf({ ...options, parameters: masked(target.template, target.parameters), preview: true }),
  };
}
