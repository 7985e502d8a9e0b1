import {
  CloudFormationClient,
  CreateStackCommand,
  type CreateStackCommandInput,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
  type UpdateStackCommandInput,
} from '@aws-sdk/client-cloudformation';
import type { ClientOptions } from '../../glue/testing/data-lake.js';

/** A client's way with stacks, for tests. The lake answers when small stacks are done. */
export interface Stacks {
  readonly client: CloudFormationClient;
  create(name: string, template: string, input?: Partial<CreateStackCommandInput>): Promise<Stack>;
  update(name: string, template: string, input?: Partial<UpdateStackCommandInput>): Promise<Stack>;
  /** `StackStatus`, by id where the stack is gone. */
  remove(name: string, input?: { readonly RetainResources?: string[] }): Promise<string | undefined>;
  stack(name: string): Promise<Stack>;
  /** `LogicalId STATUS` of each event, the first first. */
  events(name: string): Promise<readonly string[]>;
  /** Reasons of the events of a status. */
  reasons(name: string, status: string): Promise<readonly string[]>;
  /** Physical ids by logical id. */
  resources(name: string): Promise<Readonly<Record<string, string | undefined>>>;
}

const Capabilities = ['CAPABILITY_NAMED_IAM' as const];

export function stacksOf(options: ClientOptions): Stacks {
  const client = new CloudFormationClient(options);
  const stack = async (StackName: string): Promise<Stack> => {
    const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    if (found === undefined) throw new Error(`no stack ${StackName}`);
    return found;
  };
  const all = async (StackName: string) =>
    ((await client.send(new DescribeStackEventsCommand({ StackName }))).StackEvents ?? []).toReversed();
  return {
    client,
    stack,
    create: async (StackName, TemplateBody, input = {}) => {
      const { StackId = '' } = await client.send(
        new CreateStackCommand({ StackName, TemplateBody, Capabilities, ...input }),
      );
      return stack(StackId);
    },
    update: async (StackName, TemplateBody, input = {}) => {
      await client.send(new UpdateStackCommand({ StackName, TemplateBody, Capabilities, ...input }));
      return stack(StackName);
    },
    remove: async (StackName, input = {}) => {
      const { StackId } = await stack(StackName);
      await client.send(new DeleteStackCommand({ StackName, ...input }));
      return (await stack(StackId ?? '')).StackStatus;
    },
    events: async (name) => (await all(name)).map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`),
    reasons: async (name, status) =>
      (await all(name)).flatMap(({ ResourceStatus, ResourceStatusReason }) =>
        ResourceStatus === status && ResourceStatusReason !== undefined ? [ResourceStatusReason] : [],
      ),
    resources: async (StackName) => {
      const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
      return Object.fromEntries(
        StackResources.map((one): [string, string | undefined] => [
          one.LogicalResourceId ?? '',
          one.PhysicalResourceId,
        ]),
      );
    },
  };
}
