/**
 * A record as it stands in the state folder: JSON, with Dates, Maps and Sets under names that begin with `$`; an object
 * of a user's that has such a name of its own is wrapped. Members that are undefined are left out, as in JSON.
 */

/** Throws TypeError for what could not be read back: a Secret, a function, an instance of a class, a number that is none. */
export function toSaved(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(toSaved);
  if (value instanceof Date) return { $date: value.toISOString() };
  if (value instanceof Map) return { $map: [...value].map(([key, member]) => [toSaved(key), toSaved(member)]) };
  if (value instanceof Set) return { $set: [...value].map(toSaved) };
  if (typeof value === 'object' && isPlain(value)) return savedObject(value);
  throw new TypeError(`a value of type ${nameOfType(value)} cannot be kept`);
}

/** The reverse of toSaved. Throws TypeError for a name with `$` that it does not know. */
export function fromSaved(saved: unknown): unknown {
  if (typeof saved !== 'object' || saved === null) return saved;
  if (Array.isArray(saved)) return saved.map(fromSaved);
  const members = Object.entries(saved);
  const [first] = members;
  if (first?.[0].startsWith('$') !== true) return membersFrom(members);
  return tagged(first[0], first[1]);
}

function savedObject(value: object): object {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const saved = Object.fromEntries(members.map(([name, member]) => [name, toSaved(member)]));
  return members.some(([name]) => name.startsWith('$')) ? { $plain: saved } : saved;
}

function tagged(tag: string, content: unknown): unknown {
  if (tag === '$date' && typeof content === 'string') return new Date(content);
  if (tag === '$plain' && typeof content === 'object' && content !== null) return membersFrom(Object.entries(content));
  if (tag === '$set' && Array.isArray(content)) return new Set(content.map(fromSaved));
  if (tag === '$map' && Array.isArray(content)) return new Map(content.map(pairFrom));
  throw new TypeError(`a saved value begins with the unknown name ${tag}`);
}

function pairFrom(pair: unknown): readonly [unknown, unknown] {
  if (!Array.isArray(pair)) throw new TypeError('an entry of a saved map is no pair');
  return [fromSaved(pair[0]), fromSaved(pair[1])];
}

function membersFrom(members: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(members.map(([name, member]) => [name, fromSaved(member)]));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function nameOfType(value: unknown): string {
  return typeof value === 'object' && value !== null ? value.constructor.name : typeof value;
}
