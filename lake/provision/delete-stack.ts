import { type Deployment, setStackStatus } from './deployment.js';
import { type Failure, listed } from './failure.js';
import { removeAll } from './remove-resources.js';

/**
 * Deletes a stack's resources in the reverse of their order, but for those whose DeletionPolicy keeps them and those in
 * `retained`. DELETE_FAILED names what could not be deleted; the rest is gone then (CloudFormation API, DeleteStack).
 */
export async function deleteStack(
  deployment: Deployment,
  options: { readonly retained: ReadonlySet<string>; readonly isForced: boolean },
): Promise<readonly Failure[]> {
  const { stack, stacks } = deployment;
  const used = stack.outputs.flatMap(({ exportName }) =>
    exportName === undefined ? [] : stacks.importersOf(exportName).map((importer) => ({ exportName, importer })),
  );
  setStackStatus(deployment, 'DELETE_IN_PROGRESS', 'User Initiated');
  const [first] = used;
  if (first !== undefined) {
    setStackStatus(
      deployment,
      'DELETE_FAILED',
      `Export ${first.exportName} cannot be deleted as it is in use by ${first.importer.name}`,
    );
    return [];
  }
  const failures = await removeAll(
    deployment,
    ({ logicalId, deletionPolicy }) => deletionPolicy !== 'Delete' || options.retained.has(logicalId),
  );
  if (failures.length > 0 && !options.isForced) {
    setStackStatus(deployment, 'DELETE_FAILED', `The following resource(s) failed to delete: ${listed(failures)}. `);
    return failures;
  }
  setStackStatus(deployment, 'DELETE_COMPLETE');
  stacks.bury(stack);
  return failures;
}
