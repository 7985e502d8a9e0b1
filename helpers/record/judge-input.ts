import type { JudgeInput, RunRecord } from '../model/run.js';

/** All that a verdict may rest on, taken from the record alone: judging it again offline gives the same findings. */
export function judgeInputOf(record: RunRecord): JudgeInput {
  return {
    plan: record.plan,
    inventory: record.inventory,
    identities: record.run.identities,
    observations: record.observations,
    auditEvents: record.auditEvents,
    audit: record.run.audit,
    accountId: record.run.accountId,
    region: record.run.region,
    partition: record.inventory.partition,
  };
}
