import type { Provider } from '../provider.js';
import { athenaWorkGroup } from './athena-workgroup.js';
import { cdkMetadata } from './cdk-metadata.js';
import { cloudTrailTrail } from './cloudtrail-trail.js';
import { glueDatabase } from './glue-database.js';
import { gluePartition } from './glue-partition.js';
import { glueTable } from './glue-table.js';
import { iamGroup } from './iam-group.js';
import { iamManagedPolicy } from './iam-managed-policy.js';
import { iamPolicy } from './iam-policy.js';
import { iamRole } from './iam-role.js';
import { iamUser } from './iam-user.js';
import { lakeFormationDataCellsFilter } from './lakeformation-data-cells-filter.js';
import { lakeFormationDataLakeSettings } from './lakeformation-data-lake-settings.js';
import { lakeFormationPermissions } from './lakeformation-permissions.js';
import { lakeFormationPrincipalPermissions } from './lakeformation-principal-permissions.js';
import { lakeFormationResource } from './lakeformation-resource.js';
import { lakeFormationTag } from './lakeformation-tag.js';
import { lakeFormationTagAssociation } from './lakeformation-tag-association.js';
import { s3Bucket } from './s3-bucket.js';
import { s3BucketPolicy } from './s3-bucket-policy.js';
import { sageMakerDomain } from './sagemaker-domain.js';
import { sageMakerUserProfile } from './sagemaker-user-profile.js';

/** Every resource type that the lake provisions, by its CloudFormation name. */
export const providers: ReadonlyMap<string, Provider> = new Map(
  [
    athenaWorkGroup,
    cdkMetadata,
    cloudTrailTrail,
    glueDatabase,
    gluePartition,
    glueTable,
    iamGroup,
    iamManagedPolicy,
    iamPolicy,
    iamRole,
    iamUser,
    lakeFormationDataCellsFilter,
    lakeFormationDataLakeSettings,
    lakeFormationPermissions,
    lakeFormationPrincipalPermissions,
    lakeFormationResource,
    lakeFormationTag,
    lakeFormationTagAssociation,
    s3Bucket,
    s3BucketPolicy,
    sageMakerDomain,
    sageMakerUserProfile,
  ].map((provider) => [provider.type, provider]),
);
