import type { FunctionCall } from '../ast/expression.js';
import { failure, notSupported, type QueryFailure } from '../failure.js';
import { UNMODELLED_FUNCTIONS } from '../functions/known-names.js';
import { bind, type FunctionTable } from '../functions/signature.js';
import { BIGINT, typeText } from '../types/trino-type.js';
import { coerce } from './cast.js';
import type { Typed } from './env.js';

/** The signature that fits, or Trino's refusal. */
export function bindCall(
  table: FunctionTable,
  node: FunctionCall,
  args: readonly Typed[],
): NonNullable<ReturnType<typeof bind>> {
  const signatures = table.get(node.name);
  if (signatures === undefined) throw unknownFunction(node);
  // A literal NULL alone has no type to choose by; Trino takes it for any.
  const bound = bind(signatures, args) ?? bind(signatures, args.map(nullAsBigint));
  if (bound !== undefined) return bound;
  const given = args.map((arg) => typeText(arg.type)).join(', ');
  throw failure('FUNCTION_NOT_FOUND', `Unexpected parameters (${given}) for function ${node.name}`, node.at);
}

export function nullAsBigint(value: Typed): Typed {
  return value.type.kind === 'unknown' ? coerce(value, BIGINT) : value;
}

function unknownFunction(node: FunctionCall): QueryFailure {
  if (UNMODELLED_FUNCTIONS.has(node.name)) return notSupported(`function ${node.name}`, node.at);
  return failure('FUNCTION_NOT_FOUND', `Function '${node.name}' not registered`, node.at);
}
