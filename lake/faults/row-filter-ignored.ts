import type { TableAccess } from '../model/permissions.js';
import type { FaultDefinition } from './fault.js';

export const rowFilterIgnored: FaultDefinition = {
  name: 'row-filter-ignored',
  about: 'Athena forgets the row filter: whoever may read some rows of a column reads them all.',
};

/** Without cells, every row of the selectable columns can be read. */
export function withoutRowFilter(access: TableAccess): TableAccess {
  const { visible, selectable, described, viaIamAllowedPrincipals } = access;
  return { visible, selectable, described, viaIamAllowedPrincipals };
}
