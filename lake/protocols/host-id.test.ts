import { expect, it } from 'vitest';
import { newHostId } from './host-id.js';

it('gives 48 random bytes in base64, never the same twice', () => {
  const ids = Array.from({ length: 1_000 }, newHostId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9+/]{64}$/);
  // No two share even a part, as they would if they were cut from the same bytes.
  expect(new Set(ids.flatMap((id) => [id.slice(0, 16), id.slice(24, 40), id.slice(48)])).size).toBe(3 * ids.length);
});
