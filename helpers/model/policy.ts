/** A place in a file that a person wrote; line and column start at 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The policy after loading, validation and normalisation: names resolved, lists sorted, nothing implied. */
export interface Policy {
  readonly formatVersion: 1;
  readonly name: string;
  /** SHA-256 of the file's bytes. */
  readonly digest: string;
  readonly file: string;
  readonly databases: readonly PolicyDatabase[];
  readonly profiles: readonly PolicyProfile[];
  /** Other principals (role or user names) that may hold grants inside the scope. */
  readonly principals: readonly { readonly name: string; readonly why: string }[];
  readonly columnClasses: readonly { readonly name: string; readonly why?: string }[];
  readonly tables: readonly PolicyTable[];
  readonly grants: readonly PolicyGrant[];
  /** A profile-independent identity entitled to everything in scope, used as positive control. Role name. */
  readonly controlRole?: string;
}

export interface PolicyDatabase {
  readonly name: string;
  /** True: judged where the catalogue has it, listed as not present where it has not. */
  readonly ifPresent: boolean;
  readonly place: Place;
}

export interface PolicyProfile {
  readonly name: string;
  readonly why?: string;
  readonly place: Place;
}

export interface PolicyTable {
  readonly database: string;
  readonly table: string;
  readonly ifPresent: boolean;
  /** In the order written. */
  readonly columns: readonly { readonly name: string; readonly classes: readonly string[]; readonly place: Place }[];
  readonly place: Place;
}

/** SELECT for one profile on one table, with the columns it covers spelled out. Unlisted means denied. */
export interface PolicyGrant {
  readonly profile: string;
  readonly database: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly why: string;
  /** Ids of a framework's controls, for example `iso27001-2022/A.5.15`. */
  readonly controls: readonly string[];
  readonly place: Place;
}
