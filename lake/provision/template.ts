import { type CollectionTag, isAlias, LineCounter, parseDocument, type ScalarTag, visit, YAMLMap, YAMLSeq } from 'yaml';
import { z } from 'zod';
import { provisionError } from './provision-error.js';

/** CloudFormation's short forms; each becomes its long form `{"Fn::Name": value}` (Ref and Condition without the prefix). */
const SHORT_FORMS = [
  'Ref',
  'Condition',
  'GetAtt',
  'Sub',
  'Join',
  'Select',
  'Split',
  'If',
  'FindInMap',
  'Equals',
  'Not',
  'And',
  'Or',
  'ImportValue',
  'Base64',
  'GetAZs',
  'Cidr',
  'Transform',
] as const;

const parameterSchema = z.object({
  Type: z.string(),
  Description: z.string().optional(),
  Default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  NoEcho: z.union([z.boolean(), z.enum(['true', 'false'])]).optional(),
  AllowedPattern: z.string().optional(),
  AllowedValues: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  ConstraintDescription: z.string().optional(),
  MinLength: z.coerce.number().optional(),
  MaxLength: z.coerce.number().optional(),
  MinValue: z.coerce.number().optional(),
  MaxValue: z.coerce.number().optional(),
});
export type TemplateParameter = z.infer<typeof parameterSchema>;

const resourceSchema = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Condition: z.string().optional(),
  Metadata: z.unknown().optional(),
  // Nothing that is provisioned here can be snapshot.
  DeletionPolicy: z.enum(['Delete', 'Retain', 'RetainExceptOnCreate']).optional(),
  UpdateReplacePolicy: z.enum(['Delete', 'Retain']).optional(),
});
export type TemplateResource = z.infer<typeof resourceSchema>;

const outputSchema = z.strictObject({
  Value: z.unknown(),
  Description: z.string().optional(),
  Condition: z.string().optional(),
  Export: z.strictObject({ Name: z.unknown() }).optional(),
});

const ruleSchema = z.strictObject({
  RuleCondition: z.unknown().optional(),
  Assertions: z.array(z.strictObject({ Assert: z.unknown(), AssertDescription: z.string().optional() })),
});

/** Quotas "resources", "parameters", "outputs" and "mappings" of a template (CloudFormation User Guide). */
const atMost = <S extends z.ZodType>(count: number, what: string, value: S) =>
  z
    .record(z.string(), value)
    .refine(
      (record) => Object.keys(record).length <= count,
      `more than ${count} ${what}, which CloudFormation refuses`,
    );

const templateSchema = z.strictObject({
  AWSTemplateFormatVersion: z.literal('2010-09-09').optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  Parameters: atMost(200, 'parameters', parameterSchema).default({}),
  Rules: z.record(z.string(), ruleSchema).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: atMost(500, 'resources', resourceSchema),
  Outputs: atMost(200, 'outputs', outputSchema).default({}),
});
export type Template = z.infer<typeof templateSchema>;

/**
 * Reads a CloudFormation template in YAML or JSON (which is YAML). Throws LakeproofError `PROVISION_TEMPLATE` with file,
 * line and column. Aliases and merge keys are refused, as CloudFormation refuses them
 * (CloudFormation User Guide, "Template formats").
 */
export function parseTemplate(text: string, file: string): Template {
  const lineCounter = new LineCounter();
  const document = documentOf(text, lineCounter, file);
  const [error] = document.errors;
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw provisionError({
      code: 'PROVISION_TEMPLATE',
      message: `${file}:${line}:${col}: no YAML or JSON: ${error.message.split('\n')[0] ?? ''}`,
      nextStep: 'correct the template; `aws cloudformation validate-template` names the place too',
    });
  }
  visit(document, (_key, node) => {
    if (!isAlias(node)) return;
    const { line, col } = lineCounter.linePos(node.range?.[0] ?? 0);
    throw provisionError({
      code: 'PROVISION_TEMPLATE',
      message: `${file}:${line}:${col}: a YAML alias (*${node.source}), which CloudFormation does not support`,
      nextStep: 'write the value out in both places',
    });
  });
  const parsed = templateSchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = (issue?.path ?? []).filter((part) => typeof part !== 'symbol');
  throw provisionError({
    code: 'PROVISION_TEMPLATE',
    message: `${file}${placeOf(document.getIn(path, true), lineCounter)}: ${path.join('.') || 'template'}: ${issue?.message ?? 'not a template'}`,
    nextStep: 'use only the sections and attributes that this lake provisions, or leave the resource out',
  });
}

function documentOf(text: string, lineCounter: LineCounter, file: string): ReturnType<typeof parseDocument> {
  try {
    return parseDocument(text, {
      customTags: SHORT_FORMS.flatMap(tagsFor),
      lineCounter,
      schema: 'core',
      uniqueKeys: true,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw provisionError({
      code: 'PROVISION_TEMPLATE',
      message: `${file}: nested too deep to be read`,
      nextStep: 'write the template with fewer levels',
      cause: error,
    });
  }
}

function placeOf(node: unknown, lineCounter: LineCounter): string {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return '';
  const [offset] = node.range as readonly unknown[];
  if (typeof offset !== 'number') return '';
  const { line, col } = lineCounter.linePos(offset);
  return `:${line}:${col}`;
}

function tagsFor(name: string): (ScalarTag | CollectionTag)[] {
  const tag = `!${name}`;
  const long = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  const wrap = (value: unknown): YAMLMap => {
    const map = new YAMLMap();
    map.set(long, value);
    return map;
  };
  return [
    { tag, resolve: (text: string) => ({ [long]: text }) },
    {
      tag,
      collection: 'seq',
      resolve: (node) => wrap(node instanceof YAMLSeq ? node : undefined),
    },
    {
      tag,
      collection: 'map',
      resolve: (node) => wrap(node instanceof YAMLMap ? node : undefined),
    },
  ];
}
