import type { Lake } from '../../model/lake.js';
import type { StatementRequest, StatementResult } from '../../model/statement.js';
import { dotted, type Identifier } from '../ast/identifier.js';
import type { Location } from '../ast/location.js';
import { CATALOG } from '../catalogue.js';
import { failure } from '../failure.js';
import { callGlue } from '../rights/glue-call.js';
import { CallerCatalogue } from '../rights/visible-catalogue.js';
import type { TranslatedStatement } from '../translate/statement.js';
import { hiveTypeText } from '../types/hive-type.js';
import { EXPANDED_TEXT, encodeView, type ViewDefinition } from './definition.js';

const NOTHING: StatementResult = { columns: [], rows: [], dataScannedBytes: 0 };

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
  const { schema, name } = placeOf(request, statement);
  const catalogue = new CallerCatalogue(lake, request);
  if (!catalogue.hasSchema(schema)) {
    throw failure('SCHEMA_NOT_FOUND', `Schema '${schema}' does not exist`, statement.at);
  }
  const existing = catalogue.table(schema, name);
  if (existing !== undefined && !(statement.lenient && existing.isView)) {
    const what = existing.isView ? 'View' : 'Table';
    throw failure('TABLE_ALREADY_EXISTS', `${what} already exists: '${CATALOG}.${schema}.${name}'`, statement.at);
  }
  const definition: ViewDefinition = {
    originalSql: statement.originalSql,
    catalog: request.catalog,
    schema: request.database ?? 'default',
    columns: namedColumns(analysed, statement.at),
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
  const { schema, name } = placeOf(request, statement);
  const catalogue = new CallerCatalogue(lake, request);
  const existing = catalogue.hasSchema(schema) ? catalogue.table(schema, name) : undefined;
  if (existing?.isView === true) {
    await callGlue(lake, request, 'DeleteTable', { DatabaseName: schema, Name: name });
    return NOTHING;
  }
  if (statement.lenient && existing === undefined) return NOTHING;
  throw failure('TABLE_NOT_FOUND', `View '${CATALOG}.${schema}.${name}' does not exist`, statement.at);
}

function placeOf(request: StatementRequest, { name, at }: ViewStatement): { schema: string; name: string } {
  const [view, schema, catalog] = [...name].reverse().map((part) => part.name);
  if (name.length > 3) throw failure('SYNTAX_ERROR', `Too many dots in table name: ${dotted(name)}`, at);
  const catalogName = catalog ?? request.catalog;
  if (catalogName !== CATALOG) throw failure('CATALOG_NOT_FOUND', `Catalog '${catalogName}' does not exist`, at);
  return { schema: schema ?? request.database ?? 'default', name: view ?? '' };
}

function namedColumns({ columns }: TranslatedStatement, at: Location): ViewDefinition['columns'] {
  const seen = new Set<string>();
  return columns.map(({ name, type }, index) => {
    if (name === undefined) {
      throw failure('MISSING_COLUMN_NAME', `Column name not specified at position ${index + 1}`, at);
    }
    if (seen.has(name)) throw failure('DUPLICATE_COLUMN_NAME', `Column name '${name}' specified more than once`, at);
    seen.add(name);
    return { name, type };
  });
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
