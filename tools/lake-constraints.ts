/**
 * Writes lake/protocols/constraints/<service>.json: what the services' published models ask of inputs beyond types
 * (required members, lengths, ranges, patterns, enums), which the SDK's runtime schemas leave out.
 *
 *   npx tsx tools/lake-constraints.ts FOLDER
 *
 * FOLDER holds `<service>.service-2.json` as botocore publishes them (Apache-2.0). Operations that the lake does not
 * serve are left out, so run it again when it learns new ones of Glue or SageMaker.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../core/package-root.js';

const shapeSchema = z.object({
  type: z.string(),
  required: z.array(z.string()).optional(),
  members: z.record(z.string(), z.object({ shape: z.string() })).optional(),
  member: z.object({ shape: z.string() }).optional(),
  key: z.object({ shape: z.string() }).optional(),
  value: z.object({ shape: z.string() }).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.string()).optional(),
  sensitive: z.boolean().optional(),
});
const modelSchema = z.object({
  operations: z.record(z.string(), z.object({ input: z.object({ shape: z.string() }).optional() })),
  shapes: z.record(z.string(), shapeSchema),
});

type Model = z.infer<typeof modelSchema>;
type Shape = z.infer<typeof shapeSchema>;

/** Whole services are small but for these three. */
const OPERATIONS: Readonly<Record<string, RegExp>> = {
  athena: /./,
  cloudformation:
    /^(?:Create|Update|Delete)Stack$|^(?:Create|Describe|Execute|Delete)ChangeSet$|^DescribeStack(?:s|Events|Resources?)$|^List(?:Stacks|StackResources|ChangeSets|Exports|Imports)$|^GetTemplate(?:Summary)?$|^ValidateTemplate$/,
  cloudtrail: /./,
  glue: /^(?:Create|Get|Update|Delete|BatchCreate|BatchUpdate|BatchDelete|BatchGet|Search)(?:Catalog|Database|Table|Partition|TableVersion)s?$|^GetUnfiltered|^GetPartitionIndexes$|^(?:Tag|Untag)Resource$|^GetTags$|^GetResourcePolic(?:y|ies)$/,
  iam: /./,
  lakeformation: /./,
  sagemaker:
    /^(?:Create|Describe|List|Update|Delete)(?:Domain|UserProfile|App|Space)s?$|^(?:Add|List|Delete)Tags$|^CreatePresignedDomainUrl$/,
  sts: /./,
};

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npx tsx tools/lake-constraints.ts FOLDER');
const target = join(packageRoot(), 'lake', 'protocols', 'constraints');
mkdirSync(target, { recursive: true });
for (const [service, wanted] of Object.entries(OPERATIONS)) {
  const model = modelSchema.parse(JSON.parse(readFileSync(join(folder, `${service}.service-2.json`), 'utf8')));
  writeFileSync(join(target, `${service}.json`), `${JSON.stringify(reduced(model, wanted))}\n`);
}

function reduced(model: Model, wanted: RegExp): object {
  const inputs = Object.entries(model.operations)
    .filter(([name]) => wanted.test(name))
    .flatMap(([name, { input }]) => (input === undefined ? [] : [[name, input.shape] as const]));
  const shapes: Record<string, object> = {};
  const visit = (name: string): void => {
    const shape = model.shapes[name];
    if (shape === undefined || name in shapes) return;
    shapes[name] = {};
    shapes[name] = reducedShape(shape);
    for (const next of namesIn(shape)) visit(next);
  };
  for (const [, shape] of inputs) visit(shape);
  return { operations: Object.fromEntries(inputs), shapes };
}

function namesIn(shape: Shape): readonly string[] {
  const members = Object.values(shape.members ?? {}).map((member) => member.shape);
  return [
    ...members,
    ...[shape.member, shape.key, shape.value].flatMap((one) => (one === undefined ? [] : [one.shape])),
  ];
}

/** Patterns that are no ECMAScript pattern in Unicode mode are left out: they are written for another engine. */
function reducedShape(shape: Shape): object {
  const members = Object.entries(shape.members ?? {}).map(([name, member]): [string, string] => [name, member.shape]);
  return {
    type: shape.type,
    ...(shape.required === undefined ? {} : { required: shape.required }),
    ...(members.length === 0 ? {} : { members: Object.fromEntries(members) }),
    ...(shape.member === undefined ? {} : { member: shape.member.shape }),
    ...(shape.value === undefined ? {} : { value: shape.value.shape }),
    ...(shape.min === undefined ? {} : { min: shape.min }),
    ...(shape.max === undefined ? {} : { max: shape.max }),
    ...(shape.pattern === undefined || !compiles(shape.pattern) ? {} : { pattern: shape.pattern }),
    ...(shape.enum === undefined ? {} : { enum: shape.enum }),
    ...(shape.sensitive === true ? { sensitive: true } : {}),
  };
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(`^(?:${pattern})$`, 'su');
    return true;
  } catch (error) {
    process.stderr.write(`left out: ${pattern} (${error instanceof Error ? error.message : String(error)})\n`);
    return false;
  }
}
