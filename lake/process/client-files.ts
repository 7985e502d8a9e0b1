import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssembledLake } from '../lake.js';
import type { AccessKey } from '../services/iam/store.js';
import type { StudioDoor } from '../studio/studio-door.js';
import type { Founders } from './account.js';

const SESSION_NAME = 'lakeproof-cli';

/** Without them `aws s3 presign` signs in a way that S3 takes for old buckets only. */
const S3_SETTINGS = 's3 =\n  signature_version = s3v4\n  addressing_style = path\n';

/** Whom the files are for, and where the lake listens. */
interface Clients {
  readonly founders: Partial<Founders>;
  readonly url: string;
}

/**
 * `lake.env` (endpoint, Region, and the keys of the user who may become the runner), `aws-config` (profiles for people and
 * other clients) and `studio/<profile>.env` (for who works as an app of Studio does) in the state folder, readable by their
 * owner only. Of a founder who is gone nothing is written.
 */
export class ClientFiles {
  readonly #assembled: AssembledLake;
  readonly #studio: StudioDoor | undefined;
  readonly #onDefect: (defect: unknown) => void;
  readonly #written = new Map<string, string>();
  #clients: Clients | undefined;
  #refreshing: NodeJS.Immediate | undefined;

  constructor(assembled: AssembledLake, studio: StudioDoor | undefined, onDefect: (defect: unknown) => void) {
    this.#assembled = assembled;
    this.#studio = studio;
    this.#onDefect = onDefect;
  }

  /** From then on they follow the account, when they are told to. */
  writeFor(clients: Clients): void {
    this.#clients = clients;
    this.#writeAll(clients);
  }

  /** Once for all that is changed by one call. */
  refresh(): void {
    const clients = this.#clients;
    if (clients === undefined) return;
    this.#refreshing ??= setImmediate(() => {
      this.#refreshing = undefined;
      try {
        this.#writeAll(clients);
      } catch (error) {
        this.#onDefect(error);
      }
    });
  }

  close(): void {
    clearImmediate(this.#refreshing);
    this.#clients = undefined;
  }

  #writeAll({ founders, url }: Clients): void {
    const { stateDir, region } = this.#assembled.lake;
    const profiles = studioProfiles(this.#assembled);
    this.#write(join(stateDir, 'lake.env'), linesOf(operatorsEnvironment(url, region, founders.operatorKey)));
    this.#write(join(stateDir, 'aws-config'), awsConfig(this.#assembled, founders, url, profiles));
    const studio = this.#studio;
    if (studio === undefined) return;
    const folder = join(stateDir, 'studio');
    const files = new Map(
      profiles.map(({ label, domainId, name }) => [`${label}.env`, linesOf(studio.environmentOf(url, domainId, name))]),
    );
    if (files.size > 0) mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of existsSync(folder) ? readdirSync(folder) : [])
      if (!files.has(name)) this.#remove(join(folder, name));
    for (const [name, text] of files) this.#write(join(folder, name), text);
  }

  #write(path: string, text: string): void {
    if (this.#written.get(path) === text) return;
    // A client that reads it meanwhile has the old file or the new one.
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    renameSync(`${path}.new`, path);
    this.#written.set(path, text);
  }

  #remove(path: string): void {
    rmSync(path, { force: true });
    this.#written.delete(path);
  }
}

/** Variables that lead a client to the lake. */
export function environmentOf(url: string, region: string, key: AccessKey): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey.reveal(),
  };
}

function operatorsEnvironment(
  url: string,
  region: string,
  key: AccessKey | undefined,
): Readonly<Record<string, string>> {
  return key === undefined ? { AWS_ENDPOINT_URL: url, AWS_REGION: region } : environmentOf(url, region, key);
}

function linesOf(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function awsConfig(
  assembled: AssembledLake,
  founders: Partial<Founders>,
  url: string,
  profiles: readonly StudioProfile[],
): string {
  const { lake } = assembled;
  const common = { region: lake.region, endpoint_url: url };
  const { iam } = assembled.identities;
  const runnerArn = iam.arnOf('role', '/', 'LakeproofRunner');
  return [
    ...keySections({ 'lake-admin': founders.adminKey, 'lakeproof-operator': founders.operatorKey }, common),
    section('lakeproof-runner', {
      role_arn: runnerArn,
      source_profile: 'lakeproof-operator',
      role_session_name: SESSION_NAME,
      ...common,
    }),
    ...profiles.map(({ label, roleArn, externalId }) =>
      section(label, {
        role_arn: roleArn,
        source_profile: 'lakeproof-runner',
        ...(externalId === undefined ? {} : { external_id: externalId }),
        role_session_name: SESSION_NAME,
        ...common,
      }),
    ),
  ].join('\n');
}

function keySections(
  keys: Readonly<Record<string, AccessKey | undefined>>,
  common: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(keys).flatMap(([name, key]) =>
    key === undefined ? [] : [section(name, { ...keysOf(key), ...common })],
  );
}

function keysOf(key: AccessKey): Readonly<Record<string, string>> {
  return { aws_access_key_id: key.accessKeyId, aws_secret_access_key: key.secretAccessKey.reveal() };
}

function section(name: string, settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`);
  return `[profile ${name}]\n${lines.join('')}${S3_SETTINGS}`;
}

interface StudioProfile {
  /** Its name, with its domain's id where profiles of two domains have the same. */
  readonly label: string;
  readonly domainId: string;
  readonly name: string;
  readonly roleArn: string;
  readonly externalId: string | undefined;
}

/** The Studio profiles of the account that have a role to run as. */
function studioProfiles({ studioRoles, identities }: AssembledLake): readonly StudioProfile[] {
  const listed = studioRoles?.list() ?? [];
  return listed.flatMap(({ domainId, userProfileName: name, roleArn }): readonly StudioProfile[] => {
    if (roleArn === undefined) return [];
    const isAlone = listed.filter(({ userProfileName }) => userProfileName === name).length === 1;
    const label = isAlone ? name : `${name}.${domainId}`;
    return [{ label, domainId, name, roleArn, externalId: externalIdOf(identities, roleArn) }];
  });
}

/** The external id that a role's trust policy asks of the runner, if it asks for one. */
function externalIdOf(identities: AssembledLake['identities'], roleArn: string): string | undefined {
  const statements = identities.iam.roleByArn(roleArn)?.trust.document.statements ?? [];
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ conditions }) => conditions)
    .find(({ operator, key }) => operator === 'StringEquals' && key.toLowerCase() === 'sts:externalid')?.values[0];
}
