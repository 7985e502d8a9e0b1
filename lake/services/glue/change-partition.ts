import type { PartitionInput } from '@aws-sdk/client-glue';
import type { Exchange } from '../../model/action.js';
import { refuseForeignLocation } from './add-partition.js';
import type { TableRecord } from './catalogue.js';
import { alreadyExists, partitionNotFound } from './errors.js';
import { partitionOf } from './partition-shape.js';
import type { GlueState } from './state.js';

/**
 * Replaces a partition; its values may change, to such as no other has. Throws EntityNotFoundException,
 * AlreadyExistsException, InvalidInputException, or AccessDeniedException for a foreign registered location.
 */
export function changePartition(
  state: GlueState,
  owner: TableRecord,
  change: { readonly values: readonly string[]; readonly input: PartitionInput | undefined },
  exchange: Exchange,
): void {
  const { databaseName, name } = owner.table;
  const before = state.catalogue.partitionRecord(databaseName, name, change.values);
  if (before === undefined) throw partitionNotFound();
  const input = { ...change.input, Values: change.input?.Values ?? [...change.values] };
  const partition = partitionOf(owner.table, input, before.partition.createdAt);
  if (partition.location !== before.partition.location) {
    refuseForeignLocation(state, owner, partition.location, exchange);
  }
  const same = JSON.stringify(partition.values) === JSON.stringify(before.partition.values);
  if (!same && state.catalogue.partitionRecord(databaseName, name, partition.values) !== undefined) {
    throw alreadyExists('Partition');
  }
  state.catalogue.deletePartition(databaseName, name, change.values);
  state.catalogue.addPartition(databaseName, name, { partition, input });
}
