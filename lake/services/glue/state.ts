import type { CatalogInput } from '@aws-sdk/client-glue';
import { z } from 'zod';
import type { Exchange } from '../../model/action.js';
import type { Lake, LakeAccount } from '../../model/lake.js';
import { journalOf } from '../../storage/journal.js';
import { KeptMap } from '../../storage/kept-map.js';
import { sdkShape } from '../../storage/sdk-shape.js';
import { texts } from '../../storage/texts.js';
import { LakeFormationPermissions } from '../lakeformation/permissions.js';
import { GlueCatalogue } from './catalogue.js';
import type { FederatedCatalogRecord } from './federated-catalog.js';

const catalogSchema: z.ZodType<FederatedCatalogRecord> = z.object({
  name: z.string(),
  input: sdkShape<CatalogInput>(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

/** What the Glue actions share. */
export class GlueState {
  readonly account: LakeAccount;
  readonly getLake: () => Lake;
  readonly catalogue: GlueCatalogue;
  /** Catalogs beside the account's own, by name. */
  readonly catalogs: KeptMap<FederatedCatalogRecord>;
  /** By the ARN of the database. */
  readonly tags: KeptMap<Readonly<Record<string, string>>>;
  /** Objects for which a call had too few Lake Formation permissions, refused or not; CloudTrail tells of them. */
  readonly insufficient = new WeakMap<Exchange, string[]>();

  constructor(account: LakeAccount, getLake: () => Lake) {
    this.account = account;
    this.getLake = getLake;
    const journal = journalOf(account);
    this.catalogs = new KeptMap(journal, {
      name: 'glue/catalogs',
      parse: (saved) => catalogSchema.parse(saved),
    });
    this.tags = new KeptMap(journal, { name: 'glue/tags', parse: (saved) => texts.parse(saved) });
    // A bucket of S3 Tables stands inside the catalog that is registered for all of them: `s3tablescatalog/bucket`.
    this.catalogue = new GlueCatalogue((name) => this.catalogs.has(name.split('/')[0] ?? ''), journal);
  }

  /** Glue tells Lake Formation of what is created and dropped, so it needs the service itself and not only its answers. */
  permissions(): LakeFormationPermissions {
    const { permissions } = this.getLake();
    if (permissions instanceof LakeFormationPermissions) return permissions;
    throw new Error('Glue works with the permissions that createLakeFormation made');
  }
}
