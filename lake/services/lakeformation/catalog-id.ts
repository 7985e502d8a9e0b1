import { notImplemented } from '../../model/aws-error.js';

/** The account's own catalogue is the only one here; another account's, or a nested one, is not modelled. */
export function checkCatalogId(catalogId: string | undefined, accountId: string): void {
  if (catalogId !== undefined && catalogId !== accountId) throw notImplemented(`The catalog ${catalogId}`);
}
