/** Seconds written last; many events fall into the same one, or name the same session, and share its text. */
const written = new Map<number, string>();
const MAX_WRITTEN = 500;

/** `2026-07-01T21:01:47Z`: whole seconds, as CloudTrail writes every time. */
export function inSeconds(at: Date): string {
  const second = Math.floor(at.getTime() / 1000);
  let text = written.get(second);
  if (text === undefined) {
    if (written.size >= MAX_WRITTEN) written.clear();
    text = `${at.toISOString().slice(0, 19)}Z`;
    written.set(second, text);
  }
  return text;
}
