import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.js';

const text = z.string().trim().min(1);
/** `2.2/D1`: section and entry of documented-behaviours.json. */
const covers = z.array(z.string().regex(/^\d+(?:\.\d+)?\/(?:[DG]\d+|\d{2})$/));

const behaviourSchema = z.strictObject({
  service: z.enum([
    'Athena',
    'CloudFormation',
    'CloudTrail',
    'Glue',
    'IAM',
    'Lake Formation',
    'Protocols',
    'S3',
    'SageMaker',
    'STS',
  ]),
  what: text,
  covers,
  /** Where AWS's behaviour is known from. */
  source: text,
  /** A document says so; a published answer or log shows it; concluded from the two. */
  confidence: z.enum(['documented', 'seen', 'inferred']),
  /** The test that pins it: a file of the repository, and the name as it is written there. */
  test: z.strictObject({ file: text, name: text }),
  /** The date on which an account answered the same. */
  verifiedOnAws: z.union([z.literal('never'), z.iso.date()]),
  /** The option of the lake by which it behaves in another way, and that way; for what no source settles. */
  switch: z.strictObject({ option: text, otherwise: text }).optional(),
});

const differenceSchema = z.strictObject({ what: text, instead: text, covers });

const ledgerSchema = z.strictObject({
  behaviours: z.array(behaviourSchema).min(1),
  differences: z.array(differenceSchema).min(1),
  /** Entries that tell people something and describe nothing that a service does. */
  noBehaviour: z.array(z.strictObject({ why: text, covers })),
});

export type Ledger = z.infer<typeof ledgerSchema>;

/** lake/ledger.yaml. Throws ZodError for a row that lacks something, or has something else. */
export function readLedger(): Ledger {
  return parseLedger(readFileSync(join(packageRoot(), 'lake', 'ledger.yaml'), 'utf8'));
}

export function parseLedger(yaml: string): Ledger {
  // YAML 1.2 keeps dates as text, as the schema wants them.
  return ledgerSchema.parse(parse(yaml));
}

/** What documents and published answers say of AWS, by id: every entry is pinned by a test or is a known difference. */
export function documentedBehaviours(): Readonly<Record<string, string>> {
  const file = join(packageRoot(), 'lake', 'testing', 'documented-behaviours.json');
  return z.record(z.string(), text).parse(JSON.parse(readFileSync(file, 'utf8')));
}
