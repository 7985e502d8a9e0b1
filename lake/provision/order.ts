import { provisionError } from './provision-error.js';

/**
 * Names so ordered that each comes after all it depends on, otherwise in the given order. Throws LakeproofError
 * `PROVISION_CYCLE` that spells the circle out.
 */
export function inOrder(dependencies: ReadonlyMap<string, ReadonlySet<string>>, file: string): readonly string[] {
  const ordered: string[] = [];
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return;
    if (path.includes(name)) {
      throw provisionError({
        code: 'PROVISION_CYCLE',
        message: `${file}: circular dependency: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`,
        nextStep: 'move one of the references into a resource of its own',
      });
    }
    for (const needed of dependencies.get(name) ?? []) visit(needed, [...path, name]);
    done.add(name);
    ordered.push(name);
  };
  for (const name of dependencies.keys()) visit(name, []);
  return ordered;
}
