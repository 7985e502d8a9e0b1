import type {
  Change,
  ChangeSetSummary,
  Parameter,
  StackEvent as StackEventShape,
  StackResourceSummary,
  Stack as StackShape,
  StackSummary,
} from '@aws-sdk/client-cloudformation';
import { isSecret, MASKED, type ParameterValue } from '../../provision/parameters.js';
import type { PlannedChange } from '../../provision/plan.js';
import type { ChangeSet, Stack, StackEvent, StackResource, StackSettings } from '../../provision/stack.js';
import type { Target } from '../../provision/target.js';

const NOT_CHECKED = { StackDriftStatus: 'NOT_CHECKED' } as const;
const RESOURCE_NOT_CHECKED = { StackResourceDriftStatus: 'NOT_CHECKED' } as const;

export function shownValue(value: ParameterValue): string {
  return typeof value === 'string' ? value : value.join(',');
}

export function parametersShape(target: Target | undefined): Parameter[] {
  return [...(target?.parameters ?? [])].map(([ParameterKey, value]) => ({
    ParameterKey,
    ParameterValue: isSecret(target?.template.Parameters[ParameterKey]) ? MASKED : shownValue(value),
  }));
}

export function settingsShape(
  settings: StackSettings,
): Pick<StackShape, 'Capabilities' | 'NotificationARNs' | 'Tags' | 'RollbackConfiguration'> {
  return {
    Capabilities: [...settings.capabilities],
    NotificationARNs: [],
    Tags: settings.tags.map((tag) => ({ ...tag })),
    RollbackConfiguration: {},
  };
}

export function stackShape(stack: Stack): StackShape {
  return {
    StackId: stack.id,
    StackName: stack.name,
    ChangeSetId: stack.changeSetId,
    Description: stack.target?.template.Description,
    Parameters: parametersShape(stack.target),
    CreationTime: stack.createdAt,
    DeletionTime: stack.deletedAt,
    LastUpdatedTime: stack.updatedAt,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: stack.settings.onFailure === 'DO_NOTHING',
    TimeoutInMinutes: stack.timeoutMinutes,
    ...settingsShape(stack.settings),
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
    RoleARN: stack.settings.roleArn,
    EnableTerminationProtection: stack.terminationProtection,
    DriftInformation: NOT_CHECKED,
  };
}

export function stackSummary(stack: Stack): StackSummary {
  return {
    StackId: stack.id,
    StackName: stack.name,
    TemplateDescription: stack.target?.template.Description,
    CreationTime: stack.createdAt,
    LastUpdatedTime: stack.updatedAt,
    DeletionTime: stack.deletedAt,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DriftInformation: NOT_CHECKED,
  };
}

export function eventShape(stack: Stack, event: StackEvent): StackEventShape {
  return {
    StackId: stack.id,
    EventId: event.eventId,
    StackName: stack.name,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: event.at,
    ResourceStatus: event.status as StackEventShape['ResourceStatus'],
    ResourceStatusReason: event.reason,
    ResourceProperties: event.properties,
    ClientRequestToken: event.token,
  };
}

/** What the three listings of resources have in common. */
export function resourceSummary(resource: StackResource): StackResourceSummary {
  return {
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.provided?.physicalId,
    ResourceType: resource.type,
    LastUpdatedTimestamp: resource.updatedAt,
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.statusReason,
    DriftInformation: RESOURCE_NOT_CHECKED,
  };
}

export function changeShape(change: PlannedChange): Change {
  const { action, logicalId, type, physicalId, replacement, changed } = change;
  const recreation = replacement === 'False' ? 'Never' : replacement === 'True' ? 'Always' : 'Conditionally';
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: action,
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      Replacement: replacement,
      Scope:
        action === 'Modify' ? [...new Set(changed.map(({ name }) => (name === 'Tags' ? 'Tags' : 'Properties')))] : [],
      Details: changed.map(({ name, isStatic }) => ({
        Target: {
          Attribute: name === 'Tags' ? 'Tags' : 'Properties',
          Name: name === 'Tags' ? undefined : name,
          RequiresRecreation: recreation,
        },
        Evaluation: isStatic ? 'Static' : 'Dynamic',
        ChangeSource: 'DirectModification',
      })),
    },
  };
}

export function changeSetSummary(stack: Stack, changeSet: ChangeSet): ChangeSetSummary {
  return {
    StackId: stack.id,
    StackName: stack.name,
    ChangeSetId: changeSet.id,
    ChangeSetName: changeSet.name,
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    CreationTime: changeSet.createdAt,
    Description: changeSet.description,
    IncludeNestedStacks: false,
  };
}
