/**
 * Names come from catalogues that others fill. Control characters, direction marks and other invisible characters could
 * make one name read as another, move a terminal's cursor or break XML; they are shown as `\u{…}` instead.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\uFFFE\uFFFF]/gu;

/** Text in which nothing is hidden. What it returns holds no control character and no lone surrogate. */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
