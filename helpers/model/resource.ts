/** What a finding is about, in the field's words. Without `table`: the database. Without `column`: visibility. */
export interface ResourceRef {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  /** Glue catalog id: the account id unless a policy says otherwise. */
  readonly catalogId: string;
  readonly database: string;
  readonly table?: string;
  readonly column?: string;
}

/** A database or table as a policy writes it. */
export interface TableName {
  readonly database: string;
  readonly table: string;
}
