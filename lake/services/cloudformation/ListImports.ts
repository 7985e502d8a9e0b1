import type { ListImportsInput, ListImportsOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { validationError } from './errors.js';
import type { CloudFormationState } from './state.js';

/** The stacks that read an export. Source: CloudFormation API Reference, "ListImports". */
export const listImports = (state: CloudFormationState): Action<ListImportsInput, ListImportsOutput> =>
  cloudFormationAction(state, {
    operation: 'ListImports',
    readOnly: true,
    about: 'any',
    handle: ({ ExportName = '', NextToken }) => {
      const importers = state.stacks.importersOf(ExportName).map(({ name }) => name);
      if (importers.length === 0) throw validationError(`Export '${ExportName}' is not imported by any stack.`);
      const { items, nextToken } = page(importers.toSorted(), (name) => name, {
        nextToken: NextToken,
        maxResults: undefined,
        defaultSize: 100,
        question: ExportName,
        errorCode: 'ValidationError',
      });
      return { Imports: [...items], NextToken: nextToken };
    },
  });
