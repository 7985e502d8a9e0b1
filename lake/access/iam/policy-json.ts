/**
 * Reads the JSON of a policy. Throws SyntaxError for text that is none, and for what JSON.parse lets through although
 * it would change what a policy says: a name twice in one object, whose first value would be lost (IAM User Guide,
 * "Grammar of the IAM JSON policy language": no element has the same key twice), and `__proto__`, which is no name of
 * anything in a policy and vanishes on its way through objects.
 */
export function parsePolicyJson(text: string): unknown {
  const json: unknown = JSON.parse(text, (key, value: unknown) => {
    if (key === '__proto__') throw new SyntaxError('__proto__ in a policy');
    return value;
  });
  checkNames(text);
  return json;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

/** `text` is known to be JSON; a list takes turns with the objects around it, but has no names. */
function checkNames(text: string): void {
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const names = open.at(-1);
      const name: unknown = JSON.parse(last);
      if (names === undefined || typeof name !== 'string') continue;
      if (names.has(name)) throw new SyntaxError(`${name} twice in one object of a policy`);
      names.add(name);
    }
    last = token;
  }
}
