import {
  type CreateTableAsSelectContext,
  type InsertIntoContext,
  NonDefaultPropertyValueContext,
  type PropertiesContext,
  type PropertyContext,
} from '#trino/TrinoSqlParser.js';
import { failure } from '../../failure.js';
import type { ParsedStatement } from '../../grammar/parse.js';
import type { Expression } from '../expression.js';
import type { Identifier } from '../identifier.js';
import type { Property, PropertyValue, WriteClause } from '../write.js';
import { builder } from './builder.js';
import { locationOf, malformed, unmodelled } from './context.js';
import { identifier, qualifiedName, stringValue } from './names.js';

/** CREATE TABLE … AS. Throws MalformedQuery for OR REPLACE, which Athena's grammar does not have (recorded from Athena). */
export function createTableAs(parsed: ParsedStatement, tree: CreateTableAsSelectContext): WriteClause {
  const columns = tree.columnListCreate();
  if (columns !== null) throw unmodelled(columns, 'a column list in CREATE TABLE AS');
  const comment = tree.string();
  return {
    kind: 'create-table-as',
    at: locationOf(tree),
    name: tree.tableNameCreate().identifier().map(identifier),
    ifNotExists: tree.KW_EXISTS() !== null,
    comment: comment === null ? undefined : stringValue(comment),
    properties: propertiesOf(parsed, tree.properties()),
    withData: tree.KW_NO() === null,
  };
}

export function refuseOrReplace(tree: CreateTableAsSelectContext): void {
  const table = tree.KW_TABLE().symbol;
  if (tree.KW_REPLACE() === null) return;
  throw malformed(table, "mismatched input 'TABLE'. Expecting: 'MATERIALIZED', 'MULTI', 'PROTECTED', 'VIEW'");
}

export function insertInto(tree: InsertIntoContext): WriteClause {
  const columns = tree.columnList();
  return {
    kind: 'insert',
    at: locationOf(tree),
    name: tree.tableRef().identifier().map(identifier),
    columns: columns?.columnRef().flatMap((column): Identifier[] => {
      const name = column.qualifiedName();
      return name === null ? [] : qualifiedName(name).slice(-1);
    }),
  };
}

/** The settings of WITH (…), in order. Throws QueryFailure for a value that is no constant, and for a name that comes twice. */
export function propertiesOf(parsed: ParsedStatement, tree: PropertiesContext | null): Property[] {
  const properties = (tree?.propertyAssignments().property() ?? []).map((property) => propertyOf(parsed, property));
  const twice = properties.find(({ name }, index) => properties.findIndex((one) => one.name === name) !== index);
  if (twice !== undefined) throw failure('DUPLICATE_PROPERTY', `Duplicate property: ${twice.name}`, twice.at);
  return properties;
}

function propertyOf(parsed: ParsedStatement, tree: PropertyContext): Property {
  const { name, at } = identifier(tree.identifier());
  const given = tree.propertyValue();
  const value =
    given instanceof NonDefaultPropertyValueContext
      ? constantOf(builder(parsed).expression(given.expression()))
      : undefined;
  if (value === undefined) {
    throw failure('INVALID_TABLE_PROPERTY', `Invalid value for catalog 'awsdatacatalog' table property '${name}'`, at);
  }
  return { at, name, value };
}

function constantOf(expression: Expression): PropertyValue | undefined {
  if (expression.kind === 'string' || expression.kind === 'boolean') return expression.value;
  if (expression.kind === 'integer') return BigInt(expression.digits);
  return expression.kind === 'array' ? textsOf(expression.items) : undefined;
}

function textsOf(items: readonly Expression[]): readonly string[] | undefined {
  const texts = items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  return texts.length === items.length ? texts : undefined;
}
