import { randomUUID } from 'node:crypto';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import { CATALOG } from '../catalogue.js';
import { notSupported, QueryFailure } from '../failure.js';
import { isAllowedOnS3 } from '../rights/object-access.js';
import { CallerCatalogue } from '../rights/visible-catalogue.js';
import { placeOf } from '../writes/destination.js';
import { askGlue, ddlFailure } from './glue-task.js';
import type { CreateTable } from './statement.js';
import { tableInput } from './table-input.js';

/**
 * CREATE EXTERNAL TABLE. Glue decides, with CREATE_TABLE on the database and, in a registered location, the data location
 * permission (Lake Formation Developer Guide, "access-control-metadata", "access-control-underlying-data"); elsewhere
 * the caller must be able to look at the location by IAM. Throws QueryFailure in Hive's words.
 */
export async function createExternalTable(
  lake: Lake,
  request: StatementRequest,
  statement: CreateTable,
): Promise<void> {
  const catalog = statement.table.catalog ?? request.catalog;
  if (catalog !== CATALOG) throw notSupported(`the catalog ${catalog}`);
  if ((statement.properties.table_type ?? '').toLowerCase() === 'iceberg')
    throw notSupported('an Apache Iceberg table');
  if (statement.isBucketed) throw notSupported('a bucketed table');
  const schema = statement.table.schema ?? request.database ?? 'default';
  const name = statement.table.table;
  const catalogue = new CallerCatalogue(lake, request);
  if (!catalogue.hasSchema(schema)) throw semantic(10072, `Database does not exist: ${schema}`);
  if (catalogue.table(schema, name) !== undefined) {
    // Athena cancels it "before Athena calls the catalog, so no CloudTrail event" ("create-table").
    if (statement.ifNotExists) return;
    throw alreadyThere(name);
  }
  refuseRepeated(statement);
  requireLocation(lake, request, statement.location);
  const input = { DatabaseName: schema, TableInput: tableInput(lake, name, statement) };
  const code = await askGlue(lake, request, 'CreateTable', input, ['AlreadyExistsException']);
  if (code !== undefined && !statement.ifNotExists) throw alreadyThere(name);
}

/** Recorded from Athena, with `exist` for `exists`. */
function alreadyThere(name: string): QueryFailure {
  const { message } = ddlFailure(`AlreadyExistsException(message:Table ${name} already exist)`);
  return new QueryFailure(message, { category: 2, type: 1006 });
}

function semantic(code: number, text: string): QueryFailure {
  return new QueryFailure(`FAILED: SemanticException [Error ${code}]: ${text}`, { category: 1, type: 1003 });
}

function refuseRepeated({ columns, keys }: CreateTable): void {
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw semantic(10036, `Duplicate column name: ${twice}`);
  if (keys.some(({ name }, index) => names.includes(name) || keys.findIndex((key) => key.name === name) < index)) {
    throw semantic(10035, 'Column repeated in partitioning columns');
  }
}

function requireLocation(lake: Lake, request: StatementRequest, location: string): void {
  const place = placeOf(location);
  if (place === undefined) throw ddlFailure(`MetaException(message:Invalid S3 location: ${location})`);
  if (lake.permissions.registeredLocation(location) !== undefined) return;
  const { bucket, prefix } = place;
  if (!lake.objects.bucketExists(bucket)) throw s3Failure('The specified bucket does not exist', 404, 'NoSuchBucket');
  if (!isAllowedOnS3(lake, request, 's3:ListBucket', bucket, { 's3:prefix': prefix })) {
    throw s3Failure('Access Denied', 403, 'AccessDenied');
  }
}

/** Athena User Guide, "troubleshooting-athena". */
function s3Failure(text: string, status: number, code: string): QueryFailure {
  const detail = `Service: Amazon S3; Status Code: ${status}; Error Code: ${code}; Request ID: ${randomUUID()}`;
  return ddlFailure(`MetaException(message:${text} (${detail}))`);
}
