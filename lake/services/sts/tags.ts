import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import { AwsError } from '../../model/aws-error.js';
import type { Caller } from '../../model/caller.js';
import type { StsState } from './state.js';

/** The session's tags: those passed, and the transitive ones of the session that assumes. */
export interface SessionTags {
  readonly requested: Readonly<Record<string, string>>;
  readonly all: Readonly<Record<string, string>>;
  readonly transitive: readonly string[];
}

/**
 * Throws AwsError `InvalidParameterValue` for what STS refuses. Keys compare without regard to case.
 * Source: IAM User Guide, "Pass session tags in AWS STS"; the texts are those that clients of STS have logged.
 */
export function sessionTags(input: AssumeRoleRequest, caller: Caller, state: StsState): SessionTags {
  const passed = (input.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''] as const);
  const keys = new Set(passed.map(([key]) => key.toLowerCase()));
  if (keys.size < passed.length) {
    throw invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  if (passed.some(([key]) => key.toLowerCase().startsWith('aws:'))) {
    throw invalid("Tag keys beginning with 'aws:' are reserved for system use.");
  }
  if ((input.TransitiveTagKeys ?? []).some((key) => !keys.has(key.toLowerCase()))) {
    throw invalid('The specified transitive tag key must be included in the requested tags.');
  }
  const inherited = incomingTags(state, caller);
  if (Object.keys(inherited).some((key) => keys.has(key.toLowerCase()))) {
    throw invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  const requested = Object.fromEntries(passed);
  return {
    requested,
    all: { ...requested, ...inherited },
    transitive: [...Object.keys(inherited), ...(input.TransitiveTagKeys ?? [])],
  };
}

/** What a session hands on to the next of its chain: its transitive tags, those it was handed itself among them. */
export function incomingTags(state: StsState, caller: Caller): Readonly<Record<string, string>> {
  const wanted = new Set(state.sessions.get(caller.accessKeyId)?.transitiveTagKeys.map((key) => key.toLowerCase()));
  return Object.fromEntries(
    Object.entries(caller.session?.tags ?? {}).filter(([key]) => wanted.has(key.toLowerCase())),
  );
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
