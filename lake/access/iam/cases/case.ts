import type { Caller } from '../../../model/caller.js';

/** One statement, or several, as they stand in a policy document. */
export type Statements = object | readonly object[];

/** One question whose answer the documentation gives. */
export interface IamCase {
  readonly name: string;
  /** Policies of the user or role. */
  readonly identity?: Statements;
  /** Of the policy language; `2012-10-17` unless given. */
  readonly version?: '2008-10-17' | '2012-10-17';
  readonly boundary?: Statements;
  readonly session?: Statements;
  /** Policy of the bucket that is asked for. */
  readonly bucketPolicy?: Statements;
  /** Trust policy of the role that is to be assumed. */
  readonly trustPolicy?: Statements;
  /** A user, unless given. */
  readonly caller?: Caller;
  readonly action: string;
  readonly resource: string;
  /** Context of the request beside what the caller brings. */
  readonly keys?: Readonly<Record<string, string | readonly string[]>>;
  readonly expected: 'allow' | 'explicit-deny' | 'implicit-deny';
}

/** A page of the documentation, and what it says about concrete requests. */
export interface DocumentedPage {
  readonly title: string;
  readonly url: string;
  readonly cases: readonly IamCase[];
}

const USER_GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';

/** A page of the IAM User Guide. */
export function userGuide(page: string, title: string, cases: readonly IamCase[]): DocumentedPage {
  return { title, url: `${USER_GUIDE}/${page}.html`, cases };
}

export function iamUser(name: string, accountId = '123456789012'): Caller {
  const arn = `arn:aws:iam::${accountId}:user/${name}`;
  return {
    type: 'IAMUser',
    accountId,
    arn,
    principalArn: arn,
    userId: 'AIDAEXAMPLE',
    accessKeyId: 'AKIAEXAMPLE',
    name,
  };
}

export function roleSession(roleName: string, sessionName: string, accountId = '123456789012'): Caller {
  const roleArn = `arn:aws:iam::${accountId}:role/${roleName}`;
  return {
    type: 'AssumedRole',
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    principalArn: roleArn,
    userId: `AROAEXAMPLE:${sessionName}`,
    accessKeyId: 'ASIAEXAMPLE',
    name: roleName,
  };
}

/** One row of a condition table: operator, key, the policy's values, the request's, and whether the statement applies. */
export type ConditionRow = readonly [
  operator: string,
  key: string,
  policy: string | readonly string[],
  request: string | readonly string[] | undefined,
  holds: boolean,
];

/** Rows as cases of a statement that allows when its condition holds. */
export function conditionCases(rows: readonly ConditionRow[]): readonly IamCase[] {
  return rows.map(([operator, key, policy, request, holds]) => ({
    name: `${operator} ${key} ${JSON.stringify(policy)} with ${request === undefined ? 'no such key' : JSON.stringify(request)}`,
    identity: { Effect: 'Allow', Action: 'iam:*', Resource: '*', Condition: { [operator]: { [key]: policy } } },
    action: 'iam:CreateAccessKey',
    resource: 'arn:aws:iam::123456789012:user/bob',
    ...(request === undefined ? {} : { keys: { [key]: request } }),
    expected: holds ? 'allow' : 'implicit-deny',
  }));
}
