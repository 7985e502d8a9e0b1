import type { ListDomainsCommandInput, ListDomainsResponse } from '@aws-sdk/client-sagemaker';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { sageMakerAction } from './sagemaker-action.js';
import type { SageMakerState } from './state.js';

const PAGE_SIZE = 100;

export const listDomains = (state: SageMakerState): Action<ListDomainsCommandInput, ListDomainsResponse> =>
  sageMakerAction({
    operation: 'ListDomains',
    readOnly: true,
    resource: () => state.wildcardArn('domain', undefined),
    handle: (input) => {
      const domains = [...state.domains.values()].sort((a, b) => (a.DomainId < b.DomainId ? -1 : 1));
      const result = page(domains, (domain) => domain.DomainId, {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: PAGE_SIZE,
        question: 'ListDomains',
        errorCode: 'ValidationException',
      });
      return {
        Domains: result.items.map(
          ({ DomainArn, DomainId, DomainName, Status, CreationTime, LastModifiedTime, Url }) => ({
            DomainArn,
            DomainId,
            DomainName,
            Status,
            CreationTime,
            LastModifiedTime,
            Url,
          }),
        ),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
