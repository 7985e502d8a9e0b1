/** How many accounts are made up: `npm run test:deep` asks for more, and a failing seed can be run again by itself. */
export const CASES = Number(process.env['LAKEPROOF_PROPERTY_CASES'] ?? 200);

export function seedOf(): { readonly seed?: number } {
  const seed = process.env['LAKEPROOF_PROPERTY_SEED'];
  return seed === undefined ? {} : { seed: Number(seed) };
}
