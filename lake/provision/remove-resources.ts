import { type Deployment, setResourceStatus } from './deployment.js';
import type { Failure } from './failure.js';
import { inOrder } from './order.js';
import { removeResource } from './resource-steps.js';
import type { StackResource } from './stack.js';

/**
 * Deletes a stack's resources, each before what it needs. What `isKept` is left where it is (DELETE_SKIPPED); what
 * something needs that could not be deleted is not tried. Gives back what failed.
 */
export async function removeAll(
  deployment: Deployment,
  isKept: (resource: StackResource) => boolean,
): Promise<readonly Failure[]> {
  const { resources } = deployment.stack;
  const failures: Failure[] = [];
  const needed = new Set<string>();
  for (const resource of lastFirst([...resources.values()])) {
    const { logicalId, dependsOn, provided } = resource;
    if (needed.has(logicalId)) {
      for (const name of dependsOn) needed.add(name);
    } else if (provided !== undefined && isKept(resource)) {
      setResourceStatus(deployment, resource, 'DELETE_SKIPPED');
      resource.provided = undefined;
    } else if (provided !== undefined || resource.status !== 'DELETE_COMPLETE') {
      const failure = await removeResource(deployment, resource);
      if (failure === undefined) continue;
      failures.push(failure);
      for (const name of dependsOn) needed.add(name);
    }
  }
  return failures;
}

/** Resources so ordered that each comes before all that it depends on. */
export function lastFirst(resources: readonly StackResource[]): readonly StackResource[] {
  const byName = new Map(resources.map((resource) => [resource.logicalId, resource]));
  const dependencies = new Map(
    resources.map(({ logicalId, dependsOn }) => [logicalId, new Set(dependsOn.filter((name) => byName.has(name)))]),
  );
  return inOrder(dependencies, 'stack')
    .flatMap((logicalId) => byName.get(logicalId) ?? [])
    .toReversed();
}
