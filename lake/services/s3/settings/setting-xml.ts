import { isElement, listOf, textElement, type XmlElement, type XmlNode } from '../xml.js';

/** Members of the SDK that are lists, with the element that is repeated for each item. */
const REPEATED: ReadonlyMap<string, string> = new Map([
  ['Rules', 'Rule'],
  ['Transitions', 'Transition'],
  ['Tags', 'Tag'],
]);
/** Lists within an element of their own. */
const WRAPPED: ReadonlyMap<string, string> = new Map([['TagSet', 'Tag']]);
/** Elements that XML spells differently, and those that a list holds only in one place: `Filter` has one `Tag`. */
const SPELLED: ReadonlyMap<string, string> = new Map([['MFADelete', 'MfaDelete']]);

/** A setting's XML in the SDK's shape; scalars stay text, for the setting's schema to read. */
export function settingFromXml(node: XmlElement, isInAnd = true): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, child] of Object.entries(node)) {
    const list = [...REPEATED].find(([, item]) => item === name)?.[0];
    const wrappedItem = WRAPPED.get(name);
    if (wrappedItem !== undefined) {
      members[name] = isElement(child) ? listOf(child[wrappedItem]).map((item) => fromNode(item, name)) : [];
    } else if (list !== undefined && (name !== 'Tag' || isInAnd)) {
      members[list] = listOf(child).map((item) => fromNode(item, name));
    } else {
      members[[...SPELLED].find(([, spelled]) => spelled === name)?.[0] ?? name] = fromNode(child, name);
    }
  }
  return members;
}

function fromNode(node: XmlNode, name: string): unknown {
  if (isElement(node)) return settingFromXml(node, name === 'And');
  return node;
}

/** The XML of a setting's document, without its root. */
export function settingToXml(value: object): string {
  return Object.entries(value)
    .map(([name, member]) => memberToXml(name, member))
    .join('');
}

function memberToXml(name: string, member: unknown): string {
  if (member === undefined) return '';
  const repeated = REPEATED.get(name);
  if (repeated !== undefined && Array.isArray(member)) {
    return member.map((item: unknown) => memberToXml(repeated, item)).join('');
  }
  const wrapped = WRAPPED.get(name);
  if (wrapped !== undefined && Array.isArray(member)) {
    return `<${name}>${member.map((item: unknown) => memberToXml(wrapped, item)).join('')}</${name}>`;
  }
  if (typeof member === 'object' && member !== null) return `<${name}>${settingToXml(member)}</${name}>`;
  if (typeof member === 'string' || typeof member === 'number' || typeof member === 'boolean') {
    return textElement(SPELLED.get(name) ?? name, member);
  }
  throw new TypeError(`the setting's ${name} has no XML form`);
}
