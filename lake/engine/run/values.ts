import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampValue,
} from '@duckdb/node-api';
import { failure } from '../failure.js';
import type { TrinoType } from '../types/trino-type.js';

/** A value as Athena prints it in result files and GetQueryResults; null stays null. */
export function printed(value: unknown, type: TrinoType): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return type.kind === 'real' ? floatText(value) : numberText(value, type);
  if (value instanceof DuckDBDecimalValue || value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBTimestampValue) return timestampText(value.micros, type);
  if (value instanceof DuckDBBlobValue) return [...value.bytes].map(hexByte).join(' ');
  if (value instanceof DuckDBIntervalValue) return intervalText(value, type);
  if (value instanceof DuckDBListValue && type.kind === 'array') {
    return `[${value.items.map((item) => printed(item, type.element) ?? 'null').join(', ')}]`;
  }
  if (value instanceof DuckDBMapValue && type.kind === 'map') {
    const pairs = value.entries.map((entry) => pairText(printed(entry.key, type.key), entry.value, type.value));
    return `{${pairs.join(', ')}}`;
  }
  if (value instanceof DuckDBStructValue && type.kind === 'row') {
    const fields = type.fields.map((field, index) =>
      pairText(field.name ?? `field${index}`, value.entries[`f${index}`], field.type),
    );
    return `{${fields.join(', ')}}`;
  }
  throw failure('GENERIC_INTERNAL_ERROR', 'a value has a form that the lake does not print');
}

function pairText(name: string | null, value: unknown, type: TrinoType): string {
  return `${name ?? 'null'}=${printed(value, type) ?? 'null'}`;
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function numberText(value: number, type: TrinoType): string {
  return type.kind === 'double' ? doubleText(value) : value.toString();
}

/** As Java's Double.toString: a point always, and an exponent below 10^-3 and from 10^7 on. */
export function doubleText(value: number): string {
  return javaText(value, value.toString());
}

/** The shortest digits that name this 32-bit float. */
export function floatText(value: number): string {
  for (let digits = 1; digits <= 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return javaText(short, short.toString());
  }
  return javaText(value, value.toString());
}

function javaText(value: number, shortest: string): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return shortest.includes('.') ? shortest : `${shortest}.0`;
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

function timestampText(micros: bigint, type: TrinoType): string {
  const precision = type.kind === 'timestamp' || type.kind === 'timestamp with time zone' ? type.precision : 3;
  const millis = floorDivide(micros, 1000n);
  const fraction = (micros - floorDivide(micros, 1_000_000n) * 1_000_000n).toString().padStart(6, '0');
  const seconds = new Date(Number(millis)).toISOString().replace('T', ' ').replace(/\..*/, '');
  const text = precision === 0 ? seconds : `${seconds}.${fraction.slice(0, precision)}`;
  return type.kind === 'timestamp with time zone' ? `${text} UTC` : text;
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

function intervalText({ months, days, micros }: DuckDBIntervalValue, type: TrinoType): string {
  if (type.kind === 'interval year to month') {
    const size = Math.abs(months);
    return `${months < 0 ? '-' : ''}${Math.floor(size / 12)}-${size % 12}`;
  }
  const millis = BigInt(days) * 86_400_000n + micros / 1000n;
  const size = millis < 0n ? -millis : millis;
  const clock = new Date(Number(size % 86_400_000n)).toISOString().slice(11, 23);
  return `${millis < 0n ? '-' : ''}${size / 86_400_000n} ${clock}`;
}
