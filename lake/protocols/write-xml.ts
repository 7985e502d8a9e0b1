import type { NormalizedSchema } from '@smithy/core/schema';

/**
 * Writes an action's output as the XML of the AWS query protocol: lists as `<member>`, maps as `<entry>`, timestamps in
 * ISO 8601 with seconds. Throws TypeError when a value is not of the schema's type.
 */
export function writeXmlMembers(schema: NormalizedSchema, value: unknown): string {
  if (value === undefined || value === null || schema.isUnitSchema()) return '';
  if (typeof value !== 'object') throw new TypeError('the output of an action is not an object');
  const object = Object.fromEntries(Object.entries(value));
  let xml = '';
  for (const [name, member] of schema.structIterator()) {
    xml += writeElement(member.getMergedTraits().xmlName ?? name, member, object[name]);
  }
  return xml;
}

function writeElement(name: string, schema: NormalizedSchema, value: unknown): string {
  if (value === undefined || value === null) return '';
  const flattened = schema.getMergedTraits().xmlFlattened !== undefined;
  if (schema.isStructSchema()) return wrap(name, writeXmlMembers(schema, value));
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw new TypeError(`the output's ${name} is not a list`);
    const member = schema.getValueSchema();
    const itemName = flattened ? name : (member.getMergedTraits().xmlName ?? 'member');
    const items = value.map((item) => writeElement(itemName, member, item)).join('');
    return flattened ? items : wrap(name, items);
  }
  if (schema.isMapSchema()) {
    const member = schema.getValueSchema();
    const entries = Object.entries(value).map(([key, item]) =>
      wrap(flattened ? name : 'entry', wrap('key', escapeXml(key)) + writeElement('value', member, item)),
    );
    return flattened ? entries.join('') : wrap(name, entries.join(''));
  }
  return wrap(name, escapeXml(scalarText(name, schema, value)));
}

function scalarText(name: string, schema: NormalizedSchema, value: unknown): string {
  if (schema.isTimestampSchema()) {
    if (!(value instanceof Date)) throw new TypeError(`the output's ${name} is not a Date`);
    return value.toISOString().replace(/\.000Z$/, 'Z');
  }
  if (schema.isBlobSchema() && value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`the output's ${name} is not a scalar`);
}

function wrap(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** Escapes text for an element; characters that XML 1.0 cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be replaced
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\r', '&#xD;')
  );
}
