import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { describe, expect, it } from 'vitest';
import { providers } from './index.js';

const database = loadAwsServiceSpecSync();
const specificationOf = (type: string) => database.lookup('resource', 'cloudFormationType', 'equals', type)[0];
type Specification = NonNullable<ReturnType<typeof specificationOf>>;

const documented = [...providers.values()].filter(({ type }) => type !== 'AWS::CDK::Metadata');

function known(type: string): Specification {
  const specification = specificationOf(type);
  if (specification === undefined) throw new Error(`${type} is no published resource type`);
  return specification;
}

/** Each with its reason: where the lake's list of what takes a new resource is not the published one. */
const DIFFERENCES: Readonly<Record<string, readonly string[]>> = {
  // Glue and Lake Formation rename nothing, so a name within the input takes a new resource too.
  'AWS::Glue::Database': ['DatabaseInput.Name'],
  'AWS::Glue::Partition': ['PartitionInput.Values'],
  'AWS::Glue::Table': ['TableInput.Name'],
  // "Some interruptions" in the specification: UpdateResource cannot go back to the service-linked role.
  'AWS::LakeFormation::Resource': ['UseServiceLinkedRole'],
};

describe.each(documented.map((provider) => [provider.type, provider] as const))('%s', (type, provider) => {
  it('reads published properties and answers published attributes', () => {
    const { properties, attributes } = known(type);
    expect(provider.properties.filter((name) => !Object.hasOwn(properties, name))).toEqual([]);
    expect(provider.attributes.filter((name) => !Object.hasOwn(attributes, name))).toEqual([]);
    expect(Object.keys(provider.refused).filter((name) => provider.properties.includes(name))).toEqual([]);
  });

  it('asks for what the type requires', () => {
    const required = Object.entries(known(type).properties)
      .filter(([, property]) => property.required === true)
      .map(([name]) => name);
    const complained = new Set(provider.check({})?.issues.map(({ path }) => String(path[0])));
    expect(required.filter((name) => !complained.has(name))).toEqual([]);
  });

  it('replaces the resource for the properties that do so in AWS', () => {
    const published = Object.entries(known(type).properties)
      .filter(([name, property]) => property.causesReplacement === 'yes' && provider.properties.includes(name))
      .map(([name]) => name);
    expect(provider.replacedBy.toSorted()).toEqual([...published, ...(DIFFERENCES[type] ?? [])].toSorted());
  });
});
