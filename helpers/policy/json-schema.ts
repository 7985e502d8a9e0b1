import { z } from 'zod';
import { policyDocumentSchema } from './policy-document.js';

/** The JSON Schema (draft 7, which editors know best) of a policy file as it is written. */
export function policyJsonSchema(): unknown {
  return z.toJSONSchema(policyDocumentSchema, { target: 'draft-7', io: 'input' });
}

/** The text of policies/schema/policy.schema.json. */
export function policyJsonSchemaText(): string {
  return `${JSON.stringify(policyJsonSchema(), undefined, 2)}\n`;
}
