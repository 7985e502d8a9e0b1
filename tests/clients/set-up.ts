import { clientTools } from './tools.js';

/** Two workers that both find no clients would install them into one folder at the same time. */
export default async function setUp(): Promise<void> {
  await clientTools();
}
