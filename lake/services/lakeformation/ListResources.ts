import type { FilterCondition, ListResourcesCommandInput, ListResourcesResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { page } from '../page.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { resourceInfo } from './location.js';
import type { LakeFormationState, RegisteredLocation } from './state.js';

const MAX_RESULTS = 1000;

export const listResources = (state: LakeFormationState): Action<ListResourcesCommandInput, ListResourcesResponse> =>
  lakeFormationAction({
    operation: 'ListResources',
    readOnly: true,
    handle: (input) => {
      const filters = input.FilterConditionList ?? [];
      const found = [...state.locations.values()]
        .filter((location) => filters.every((filter) => passes(location, filter)))
        .sort((a, b) => (a.resourceArn < b.resourceArn ? -1 : 1));
      const result = page(found, (location) => location.resourceArn, {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: MAX_RESULTS,
        question: filters,
        errorCode: 'InvalidInputException',
      });
      return {
        ResourceInfoList: result.items.map(resourceInfo),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });

function passes(location: RegisteredLocation, filter: FilterCondition): boolean {
  if (filter.Field !== 'RESOURCE_ARN' && filter.Field !== 'ROLE_ARN') {
    throw notImplemented(`A filter of locations by ${filter.Field ?? 'no field'}`);
  }
  const value = filter.Field === 'RESOURCE_ARN' ? location.resourceArn : location.roleArn;
  const wanted = filter.StringValueList ?? [];
  switch (filter.ComparisonOperator) {
    case 'EQ':
    case 'IN':
      return wanted.includes(value);
    case 'NE':
      return !wanted.includes(value);
    case 'CONTAINS':
      return wanted.some((part) => value.includes(part));
    case 'NOT_CONTAINS':
      return !wanted.some((part) => value.includes(part));
    case 'BEGINS_WITH':
      return wanted.some((part) => value.startsWith(part));
    case 'BETWEEN':
    case 'GE':
    case 'GT':
    case 'LE':
    case 'LT':
    case undefined:
      throw notImplemented(`The comparison ${filter.ComparisonOperator ?? '(none)'} of locations`);
  }
}
