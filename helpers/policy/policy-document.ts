import { z } from 'zod';

/** What AWS takes for the name of a Studio user profile (SageMaker CreateUserProfile, `UserProfileName`). */
const PROFILE_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
/** What AWS takes for the name of a user (64 characters) or role (64) (IAM CreateRole, `RoleName`), without its path. */
const PRINCIPAL_NAME = /^[\w+=,.@-]{1,64}$/;
/** `framework/control`, for example `nist-800-53r5/AC-3(7)`. */
const CONTROL_ID = /^[a-z0-9][a-z0-9.-]*\/[A-Za-z0-9][A-Za-z0-9.()_-]*$/;

const why = (what: string) =>
  z.string().min(1).max(2000).describe(`Why ${what}, in words that an auditor understands.`);
const name = (what: string) => z.string().min(1).max(255).describe(what);

const database = z
  .union(
    [
      name('A database whose every table, column and grant this policy speaks for.'),
      z.strictObject({
        name: name('The database.'),
        ifPresent: z.boolean().default(false).describe('true: no error where the catalogue has no such database.'),
      }),
    ],
    { error: 'is neither the name of a database nor `{ name, ifPresent }`' },
  )
  .describe('A database in scope.');

const columnClasses = z
  .union([z.null(), name('One class.'), z.array(name('One class.'))], {
    error: 'is neither a class, a list of classes, nor empty',
  })
  .describe('The class or classes of the column, as columnClasses names them; nothing when it has none.');

const table = z.strictObject({
  ifPresent: z.boolean().default(false).describe('true: no error where the catalogue has no such table.'),
  columns: z
    .record(z.string().max(255), columnClasses)
    .describe(
      'Every column of the table, partition keys too: one that the catalogue has and this list has not is a finding.',
    ),
});

const names = (what: string) => z.array(name(what)).min(1);
const grantColumns = z
  .union(
    [
      z.literal('all').describe('Every column that the table declares.'),
      names('A column.').describe('These columns and no others.'),
      z.strictObject({ except: names('A column.') }).describe('All declared columns but these.'),
      z.strictObject({ classes: names('A class.') }).describe('The columns of any of these classes.'),
      z.strictObject({ exceptClasses: names('A class.') }).describe('All declared columns but those of these classes.'),
    ],
    {
      error:
        'is none of `all`, a list of at least one column, `{ except: [columns] }`, `{ classes: [classes] }`, `{ exceptClasses: [classes] }`',
    },
  )
  .describe('The columns that may be read. What is not granted is expected refused.');

const grant = z.strictObject({
  profile: name('The Studio user profile that may read.'),
  table: name('`database.table`.'),
  columns: grantColumns,
  why: why('this profile may read these columns'),
  controls: z
    .array(z.string().regex(CONTROL_ID, { error: 'is no control id of the form framework/control' }))
    .default([])
    .describe('Ids of the controls that this grant serves, for example `iso27001-2022/A.5.15`.'),
});

/** The policy file as its writer sees it. Names only: no ARNs and no account ids, so one file serves many accounts. */
export const policyDocumentSchema = z
  .strictObject({
    formatVersion: z.literal(1).describe('The version of this format.'),
    name: z.string().min(1).max(200).describe('What reports call this policy.'),
    scope: z
      .strictObject({ databases: z.array(database).min(1) })
      .describe('Inside the scope the world is closed: what this file does not name is a finding.'),
    profiles: z
      .record(
        z.string().regex(PROFILE_NAME, { error: 'is no name that SageMaker Studio takes for a user profile' }),
        z.union([z.null(), z.strictObject({ why: why('this profile exists').optional() })], {
          error: 'is neither empty nor `{ why }`',
        }),
      )
      .describe('The Studio user profiles of the domain, by name.'),
    principals: z
      .array(
        z.strictObject({
          name: z
            .string()
            .regex(PRINCIPAL_NAME, { error: 'is no name of an IAM role or user' })
            .describe('Name of an IAM role or user of the same account.'),
          why: why('this principal may hold grants in scope'),
        }),
      )
      .default([])
      .describe(
        'Roles and users, other than the profiles’ own roles, that may hold grants in scope or administer the lake.',
      ),
    columnClasses: z
      .record(
        z.string().max(255),
        z.union([z.null(), z.strictObject({ why: why('columns of this class are told apart').optional() })], {
          error: 'is neither empty nor `{ why }`',
        }),
      )
      .default({})
      .describe('Classes of columns, for grants by class and for reports.'),
    tables: z.record(z.string().max(511), table).describe('Every table in scope, by `database.table`.'),
    grants: z.array(grant).describe('Who may read what. Unlisted means refused.'),
    controlRole: z
      .string()
      .regex(PRINCIPAL_NAME, { error: 'is no name of an IAM role' })
      .optional()
      .describe(
        'A role entitled to read everything in scope; shows that what was refused to a profile exists and can be read.',
      ),
  })
  .describe('Who may see what in a data lake: a policy for Lakeproof.');

export type PolicyDocument = z.output<typeof policyDocumentSchema>;
export type GrantDocument = PolicyDocument['grants'][number];

/** Every field name of the format, for "did you mean". */
export const FIELD_NAMES: readonly string[] = [
  ...Object.keys(policyDocumentSchema.shape),
  'databases',
  'ifPresent',
  'why',
  'columns',
  'profile',
  'table',
  'controls',
  'except',
  'classes',
  'exceptClasses',
];
