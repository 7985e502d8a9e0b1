import { readFileSync } from 'node:fs';
import { type CollectionTag, isAlias, parseDocument, type ScalarTag, visit, YAMLMap } from 'yaml';
import { z } from 'zod';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]),
  Condition: z.string().optional(),
});
const templateSchema = z.object({
  Parameters: z.record(z.string(), z.looseObject({ Type: z.string(), Description: z.string().optional() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })).default({}),
});
export type ReadTemplate = z.infer<typeof templateSchema> & {
  /** True when the YAML uses aliases, which CloudFormation does not support. */
  readonly hasAliases: boolean;
};

/** Reads a template for tests, apart from the lake's own reader: short forms become `{"Fn::Name": …}`. */
export function readTemplate(file: string): ReadTemplate {
  const names = ['Ref', 'Condition', 'GetAtt', 'Sub', 'Join', 'Select', 'Split', 'If', 'Equals', 'Not', 'And', 'Or'];
  const document = parseDocument(readFileSync(file, 'utf8'), { customTags: names.flatMap(tags), schema: 'core' });
  if (document.errors[0]) throw document.errors[0];
  if (document.warnings[0]) throw document.warnings[0];
  let hasAliases = false;
  visit(document, (_key, node) => {
    if (isAlias(node)) hasAliases = true;
  });
  return { ...templateSchema.parse(document.toJS()), hasAliases };
}

function tags(name: string): (ScalarTag | CollectionTag)[] {
  const long = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  const sequence: CollectionTag = {
    tag: `!${name}`,
    collection: 'seq',
    resolve: (node) => {
      const map = new YAMLMap();
      map.set(long, node);
      return map;
    },
  };
  return [{ tag: `!${name}`, resolve: (text: string) => ({ [long]: text }) }, sequence];
}
