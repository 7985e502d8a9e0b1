/** What every error of Lakeproof tells the person on duty. */
export interface ErrorDetails {
  /** Stable, upper-case with a room's prefix: `POLICY_UNKNOWN_COLUMN`, `ENGINE_DEADLINE`. */
  readonly code: string;
  /** What was tried and what came of it, in one sentence. */
  readonly message: string;
  /** The likeliest cause, when one is known. */
  readonly likelyCause?: string;
  /** What to do next. */
  readonly nextStep?: string;
  readonly cause?: unknown;
}

export class LakeproofError extends Error {
  readonly code: string;
  readonly likelyCause: string | undefined;
  readonly nextStep: string | undefined;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'LakeproofError';
    this.code = details.code;
    this.likelyCause = details.likelyCause;
    this.nextStep = details.nextStep;
  }

  /** Several lines for a terminal; never a stack trace. */
  describe(): string {
    return [
      `${this.code}: ${this.message}`,
      this.likelyCause === undefined ? undefined : `  likely cause: ${this.likelyCause}`,
      this.nextStep === undefined ? undefined : `  next step:    ${this.nextStep}`,
    ]
      .filter((line) => line !== undefined)
      .join('\n');
  }
}

/** Usage or policy errors end every command with exit code 3. */
export class UsageError extends LakeproofError {
  constructor(details: ErrorDetails) {
    super(details);
    this.name = 'UsageError';
  }
}

/** The message of anything that was thrown, without its stack. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
