import { ARRAY_AND_BINARY } from './array.js';
import { tableOf } from './define.js';
import { JSON_ROWS } from './json.js';
import { MAP } from './map.js';
import { MOMENT } from './moment.js';
import { NUMBER } from './number.js';
import type { FunctionTable } from './signature.js';
import { TEXT } from './text.js';

/** The allow-list: a function that is not in here is never written into DuckDB's SQL. */
export const SCALARS: FunctionTable = tableOf(TEXT, NUMBER, MOMENT, ARRAY_AND_BINARY, MAP, JSON_ROWS);
