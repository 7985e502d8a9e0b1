import type { Lake } from '../../model/lake.js';
import type { StatementRequest, StatementResult } from '../../model/statement.js';
import type { Identifier } from '../ast/identifier.js';
import type { Location } from '../ast/location.js';
import { failure } from '../failure.js';
import { callGlue } from '../rights/glue-call.js';
import { CallerCatalogue } from '../rights/visible-catalogue.js';
import { shownTarget, targetOf } from '../target.js';
import type { TranslatedStatement } from '../translate/statement.js';
import { uniqueNames } from '../translate/unique-names.js';
import { hiveTypeText } from '../types/hive-type.js';
import { EXPANDED_TEXT, encodeView, type ViewDefinition } from './definition.js';

const NOTHING: StatementResult = { columns: [], batches: [], dataScannedBytes: 0 };

export interface ViewStatement {
  readonly at: Location;
  readonly name: readonly Identifier[];
  /** OR REPLACE, or IF EXISTS. */
  readonly lenient: boolean;
}

/**
 * CREATE VIEW: the query was analysed for its caller, whose rights decide. The view is a table of Glue, so that IAM,
 * Lake Formation and the log see what they see on AWS. Throws QueryFailure.
 */
export async function createView(
  lake: Lake,
  request: StatementRequest,
  statement: ViewStatement & { readonly originalSql: string },
  analysed: TranslatedStatement,
): Promise<StatementResult> {
  const target = targetOf(request, statement.name, statement.at);
  const { schema, table: name } = target;
  const catalogue = new CallerCatalogue(lake, request);
  if (!catalogue.hasSchema(schema)) {
    throw failure('SCHEMA_NOT_FOUND', `Schema '${schema}' does not exist`, statement.at);
  }
  const existing = catalogue.table(schema, name);
  if (existing !== undefined && !(statement.lenient && existing.isView)) {
    const what = existing.isView ? 'View' : 'Table';
    throw failure('TABLE_ALREADY_EXISTS', `${what} already exists: '${shownTarget(target)}'`, statement.at);
  }
  const nameOf = uniqueNames(statement.at);
  const definition: ViewDefinition = {
    originalSql: statement.originalSql,
    catalog: request.catalog,
    schema: request.database ?? 'default',
    columns: analysed.columns.map(({ name: column, type }, index) => ({ name: nameOf(column, index), type })),
  };
  const input = { DatabaseName: schema, TableInput: tableInput(name, definition) };
  await callGlue(lake, request, existing === undefined ? 'CreateTable' : 'UpdateTable', input);
  return NOTHING;
}

export async function dropView(
  lake: Lake,
  request: StatementRequest,
  statement: ViewStatement,
): Promise<StatementResult> {
  const target = targetOf(request, statement.name, statement.at);
  const { schema, table: name } = target;
  const catalogue = new CallerCatalogue(lake, request);
  const existing = catalogue.hasSchema(schema) ? catalogue.table(schema, name) : undefined;
  if (existing?.isView === true) {
    await callGlue(lake, request, 'DeleteTable', { DatabaseName: schema, Name: name });
    return NOTHING;
  }
  if (statement.lenient && existing === undefined) return NOTHING;
  throw failure('TABLE_NOT_FOUND', `View '${shownTarget(target)}' does not exist`, statement.at);
}

function tableInput(name: string, definition: ViewDefinition): Readonly<Record<string, unknown>> {
  return {
    Name: name,
    TableType: 'VIRTUAL_VIEW',
    Parameters: { comment: 'Presto View', presto_view: 'true' },
    StorageDescriptor: {
      Columns: definition.columns.map((column) => ({ Name: column.name, Type: hiveTypeText(column.type) })),
      SerdeInfo: {},
    },
    ViewOriginalText: encodeView(definition),
    ViewExpandedText: EXPANDED_TEXT,
  };
}
