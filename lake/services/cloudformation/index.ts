import type { AnyAction } from '../../model/action.js';
import { createChangeSet } from './CreateChangeSet.js';
import { createStack } from './CreateStack.js';
import { deleteChangeSet } from './DeleteChangeSet.js';
import { deleteStack } from './DeleteStack.js';
import { describeChangeSet } from './DescribeChangeSet.js';
import { describeStackEvents } from './DescribeStackEvents.js';
import { describeStackResource } from './DescribeStackResource.js';
import { describeStackResources } from './DescribeStackResources.js';
import { describeStacks } from './DescribeStacks.js';
import { executeChangeSet } from './ExecuteChangeSet.js';
import { getTemplate } from './GetTemplate.js';
import { getTemplateSummary } from './GetTemplateSummary.js';
import { listChangeSets } from './ListChangeSets.js';
import { listExports } from './ListExports.js';
import { listImports } from './ListImports.js';
import { listStackResources } from './ListStackResources.js';
import { listStacks } from './ListStacks.js';
import type { CloudFormationState } from './state.js';
import { updateStack } from './UpdateStack.js';
import { validateTemplate } from './ValidateTemplate.js';

/** CloudFormation of one account: stacks that are made of templates, through the lake's own APIs. */
export function createCloudFormation(options: Omit<CloudFormationState, 'running'>): {
  readonly actions: readonly AnyAction[];
} {
  const state: CloudFormationState = { ...options, running: new Map() };
  return {
    actions: [
      createChangeSet(state),
      createStack(state),
      deleteChangeSet(state),
      deleteStack(state),
      describeChangeSet(state),
      describeStackEvents(state),
      describeStackResource(state),
      describeStackResources(state),
      describeStacks(state),
      executeChangeSet(state),
      getTemplate(state),
      getTemplateSummary(state),
      listChangeSets(state),
      listExports(state),
      listImports(state),
      listStackResources(state),
      listStacks(state),
      updateStack(state),
      validateTemplate(state),
    ],
  };
}
