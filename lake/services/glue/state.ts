import type { Exchange } from '../../model/action.js';
import type { Lake, LakeAccount } from '../../model/lake.js';
import { LakeFormationPermissions } from '../lakeformation/permissions.js';
import { GlueCatalogue } from './catalogue.js';
import type { FederatedCatalogRecord } from './federated-catalog.js';

/** What the Glue actions share. */
export class GlueState {
  readonly account: LakeAccount;
  readonly getLake: () => Lake;
  readonly catalogue: GlueCatalogue;
  /** Catalogs beside the account's own, by name. */
  readonly catalogs = new Map<string, FederatedCatalogRecord>();
  /** By the ARN of the database. */
  readonly tags = new Map<string, Readonly<Record<string, string>>>();
  /** Objects for which a call had too few Lake Formation permissions, refused or not; CloudTrail tells of them. */
  readonly insufficient = new WeakMap<Exchange, string[]>();

  constructor(account: LakeAccount, getLake: () => Lake) {
    this.account = account;
    this.getLake = getLake;
    // A bucket of S3 Tables stands inside the catalog that is registered for all of them: `s3tablescatalog/bucket`.
    this.catalogue = new GlueCatalogue((name) => this.catalogs.has(name.split('/')[0] ?? ''));
  }

  /** Glue tells Lake Formation of what is created and dropped, so it needs the service itself and not only its answers. */
  permissions(): LakeFormationPermissions {
    const { permissions } = this.getLake();
    if (permissions instanceof LakeFormationPermissions) return permissions;
    throw new Error('Glue works with the permissions that createLakeFormation made');
  }
}
