/**
 * An error that is an answer and no defect. Where it was made is written nowhere, so it holds no stack: writing one takes
 * longer than all else that a refused query does in the engine.
 */
export class Refusal extends Error {
  constructor(message: string, options?: ErrorOptions) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message, options);
    Error.stackTraceLimit = limit;
  }
}
