import { topLevelParts } from '../../model/hive-type-text.js';

/** The type of a column in a file, as far as its parts matter. */
export type FileType =
  | { readonly kind: 'plain' }
  | { readonly kind: 'list'; readonly element: FileType }
  | { readonly kind: 'map'; readonly key: FileType; readonly value: FileType }
  | { readonly kind: 'struct'; readonly fields: readonly { readonly name: string; readonly type: FileType }[] };

const PLAIN: FileType = { kind: 'plain' };

/** Reads DuckDB's text of a type: `STRUCT("a b" INTEGER, c VARCHAR[])`, `MAP(VARCHAR, DECIMAL(3,1))`. */
export function fileType(text: string): FileType {
  const type = text.trim();
  if (type.endsWith('[]')) return { kind: 'list', element: fileType(type.slice(0, -2)) };
  const [, name, inner = ''] = /^(STRUCT|MAP)\((.*)\)$/s.exec(type) ?? [];
  if (name === undefined) return PLAIN;
  // Quoted names may hold any letter, brackets and commas among them: they are set aside while the text is cut.
  const names: string[] = [];
  const masked = inner.replaceAll(/"((?:[^"]|"")*)"/g, (_, quoted: string) => {
    names.push(quoted.replaceAll('""', '"'));
    return `"${names.length - 1}"`;
  });
  const unmasked = (part: string): string =>
    part.replaceAll(/"(\d+)"/g, (_, place: string) => `"${(names[Number(place)] ?? '').replaceAll('"', '""')}"`);
  const parts = topLevelParts(masked);
  if (name === 'MAP') {
    const [key = '', value = ''] = parts.map(unmasked);
    return { kind: 'map', key: fileType(key), value: fileType(value) };
  }
  const fields = parts.map((part) => {
    const [, place, plain = '', rest = ''] = /^\s*(?:"(\d+)"|(\S+))\s+(.*)$/s.exec(part) ?? [];
    return { name: place === undefined ? plain : (names[Number(place)] ?? ''), type: fileType(unmasked(rest)) };
  });
  return { kind: 'struct', fields };
}
