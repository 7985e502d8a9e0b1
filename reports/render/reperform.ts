import { parseArn, roleOfSession } from '../../core/arn.js';
import type { IdentityRecord } from '../../helpers/model/observation.js';
import type { RunInfo } from '../../helpers/model/run.js';
import type { Question } from './view.js';

/**
 * Commands by which a reader asks again, with the AWS CLI and without Lakeproof. Names are quoted for a POSIX shell, so a
 * name that another person chose can be pasted. What the record does not hold (external ids) is a shell variable.
 */

/** Becoming the runner, and from there the profile: one command each; the answer's credentials go into the environment. */
export function becomeCommands(run: RunInfo, identity: IdentityRecord): readonly string[] {
  const commands = [];
  const runner = runnerRoleArn(run.runnerArn);
  if (runner !== undefined) {
    commands.push(
      `aws sts assume-role --region ${quoted(run.region)} --role-arn ${quoted(runner)} --role-session-name lakeproof-again`,
    );
  }
  if (identity.roleArn !== undefined) {
    const source = identity.sourceIdentity === undefined ? '' : ' --source-identity lakeproof-again';
    commands.push(
      `aws sts assume-role --region ${quoted(run.region)} --role-arn ${quoted(identity.roleArn)} ` +
        `--role-session-name lakeproof-again${source} --external-id "$EXTERNAL_ID"`,
    );
  }
  return commands;
}

/** Asking one question again as its profile. */
export function askCommand(run: RunInfo, question: Question): string {
  const workGroup = question.observation?.execution.workGroup ?? question.identity?.workGroup;
  const group = workGroup === undefined || workGroup === '' ? '' : ` --work-group ${quoted(workGroup)}`;
  return `aws athena start-query-execution --region ${quoted(run.region)}${group} --query-string ${quoted(question.probe.sql)}`;
}

/** Looking at what was asked in this run: Athena's record of the query, and the cited events of the log. */
export function lookCommands(run: RunInfo, question: Question): readonly string[] {
  const region = `--region ${quoted(run.region)}`;
  const queryExecutionId = question.observation?.execution.queryExecutionId;
  const commands = [];
  if (queryExecutionId !== undefined) {
    commands.push(`aws athena get-query-execution ${region} --query-execution-id ${quoted(queryExecutionId)}`);
  }
  for (const { eventID } of question.events) {
    const attribute = `AttributeKey=EventId,AttributeValue=${eventID}`;
    commands.push(`aws cloudtrail lookup-events ${region} --lookup-attributes ${quoted(attribute)}`);
  }
  const session = question.identity?.roleSessionName;
  if (question.events.length === 0 && session !== undefined && queryExecutionId !== undefined) {
    const attribute = `AttributeKey=Username,AttributeValue=${session}`;
    commands.push(`aws cloudtrail lookup-events ${region} --lookup-attributes ${quoted(attribute)}`);
  }
  return commands;
}

/** A word for a POSIX shell: bare when nothing in it has a meaning, else in single quotes. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function runnerRoleArn(sessionArn: string): string | undefined {
  const role = roleOfSession(sessionArn);
  const partition = parseArn(sessionArn)?.partition;
  if (role === undefined || partition === undefined) return undefined;
  return `arn:${partition}:iam::${role.accountId}:role/${role.roleName}`;
}
