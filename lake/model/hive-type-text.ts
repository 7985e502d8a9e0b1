/** The members of a Hive type's parameter list: `a:int,b:array<string>` gives two, whatever they nest. */
export function topLevelParts(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charAt(index);
    if (letter === '<' || letter === '(') depth += 1;
    if (letter === '>' || letter === ')') depth -= 1;
    if (letter === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
}
