import { parseArn } from '../../../core/arn.js';
import { databaseArn } from './arns.js';
import { databaseNotFound, invalidInput } from './errors.js';
import type { GlueState } from './state.js';

/**
 * The database whose tags a call is about. Throws InvalidInputException for an ARN that is not one of this account's
 * databases: tables take no tags (Glue Developer Guide, "monitor-tags"), and the lake has nothing else that does.
 */
export function taggedDatabase(state: GlueState, resourceArn: string | undefined): string {
  const arn = parseArn(resourceArn ?? '');
  const { account } = state;
  const name = /^database\/([^/]+)$/.exec(arn?.resource ?? '')?.[1];
  const isOwn = arn?.service === 'glue' && arn.accountId === account.accountId && arn.region === account.region;
  if (name === undefined || !isOwn) throw invalidInput('The resource cannot be tagged.');
  return name.toLowerCase();
}

/** The key under which a database's tags stand. Throws EntityNotFoundException for one that is not there. */
export function tagsKey(state: GlueState, resourceArn: string | undefined): string {
  const name = taggedDatabase(state, resourceArn);
  if (state.catalogue.database(name) === undefined) throw databaseNotFound(name);
  return databaseArn(state.account, name);
}
