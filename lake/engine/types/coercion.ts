import { DOUBLE, decimal, type RowField, type RowType, sameType, type TrinoType, UNKNOWN } from './trino-type.js';

const WHOLE = ['tinyint', 'smallint', 'integer', 'bigint'] as const;
type WholeKind = (typeof WHOLE)[number];

/** Digits that hold every value of a whole type (Trino: `DecimalType` of integer types). */
const DIGITS: Readonly<Record<WholeKind, number>> = { tinyint: 3, smallint: 5, integer: 10, bigint: 19 };

export function isWhole(type: TrinoType): type is { readonly kind: WholeKind } {
  return (WHOLE as readonly string[]).includes(type.kind);
}

export function isFloating(type: TrinoType): boolean {
  return type.kind === 'real' || type.kind === 'double';
}

export function isNumeric(type: TrinoType): boolean {
  return isWhole(type) || isFloating(type) || type.kind === 'decimal';
}

/** The decimal that a whole type becomes beside a decimal. */
export function asDecimal(type: TrinoType): { readonly precision: number; readonly scale: number } | undefined {
  if (type.kind === 'decimal') return type;
  return isWhole(type) ? { precision: DIGITS[type.kind], scale: 0 } : undefined;
}

/**
 * The type that values of both take when they meet, or undefined when Trino finds none.
 * Source: Trino documentation, "Conversion functions", and `TypeCoercion.getCommonSuperType`.
 */
export function commonType(a: TrinoType, b: TrinoType): TrinoType | undefined {
  if (sameType(a, b)) return a;
  if (a.kind === 'unknown') return b;
  if (b.kind === 'unknown') return a;
  if (isNumeric(a) && isNumeric(b)) return commonNumber(a, b);
  if (a.kind === 'varchar' && b.kind === 'varchar') {
    if (a.length === undefined || b.length === undefined) return { kind: 'varchar' };
    return { kind: 'varchar', length: Math.max(a.length, b.length) };
  }
  if (a.kind === 'array' && b.kind === 'array') {
    const element = commonType(a.element, b.element);
    return element === undefined ? undefined : { kind: 'array', element };
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const [key, value] = [commonType(a.key, b.key), commonType(a.value, b.value)];
    return key === undefined || value === undefined ? undefined : { kind: 'map', key, value };
  }
  if (a.kind === 'row' && b.kind === 'row') return commonRow(a, b);
  return commonTime(a, b);
}

/** Field by field; a name stays where both sides have it. */
function commonRow(a: RowType, b: RowType): TrinoType | undefined {
  if (a.fields.length !== b.fields.length) return undefined;
  const fields = a.fields.flatMap(({ name, type }, index): RowField[] => {
    const other = b.fields[index];
    const common = other === undefined ? undefined : commonType(type, other.type);
    return common === undefined ? [] : [{ name: other?.name === name ? name : undefined, type: common }];
  });
  return fields.length === a.fields.length ? { kind: 'row', fields } : undefined;
}

function commonNumber(a: TrinoType, b: TrinoType): TrinoType {
  if (a.kind === 'double' || b.kind === 'double') return DOUBLE;
  if (a.kind === 'real' || b.kind === 'real') return a.kind === 'real' ? a : b;
  if (isWhole(a) && isWhole(b)) return WHOLE.indexOf(a.kind) > WHOLE.indexOf(b.kind) ? a : b;
  const [left, right] = [asDecimal(a), asDecimal(b)];
  if (left === undefined || right === undefined) return DOUBLE;
  const scale = Math.max(left.scale, right.scale);
  const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
  return decimal(Math.min(38, whole + scale), scale);
}

const TIMES = ['date', 'timestamp', 'timestamp with time zone'];

function commonTime(a: TrinoType, b: TrinoType): TrinoType | undefined {
  if (!TIMES.includes(a.kind) || !TIMES.includes(b.kind)) return undefined;
  const precision = Math.max(precisionOf(a), precisionOf(b));
  if (a.kind === 'timestamp with time zone' || b.kind === 'timestamp with time zone') {
    return { kind: 'timestamp with time zone', precision };
  }
  return { kind: 'timestamp', precision };
}

function precisionOf(type: TrinoType): number {
  return type.kind === 'timestamp' || type.kind === 'timestamp with time zone' ? type.precision : 0;
}

/** True when Trino turns a value of `from` into `to` by itself. A row takes on the names of the other. */
export function coercible(from: TrinoType, to: TrinoType): boolean {
  if (from.kind === 'row' && to.kind === 'row') {
    return (
      from.fields.length === to.fields.length &&
      from.fields.every(({ type }, index) => coercible(type, to.fields[index]?.type ?? UNKNOWN))
    );
  }
  if (from.kind === 'array' && to.kind === 'array') return coercible(from.element, to.element);
  if (from.kind === 'map' && to.kind === 'map') return coercible(from.key, to.key) && coercible(from.value, to.value);
  const common = commonType(from, to);
  return common !== undefined && sameType(common, to);
}
