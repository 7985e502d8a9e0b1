/** Exit codes of a process that was ended by a signal, as shells report them. */
const EXIT = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interrupt {
  /** Aborted by the first signal; a second one ends the process at once. */
  readonly signal: AbortSignal;
  /** 130 or 143 after a signal. */
  exitCode(): 130 | 143 | undefined;
  dispose(): void;
}

/** Turns Ctrl-C and SIGTERM into an AbortSignal, so that a run can close its record before the process ends. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  let code: 130 | 143 | undefined;
  const handlerOf = (name: keyof typeof EXIT) => (): void => {
    if (code !== undefined) process.exit(code);
    code = EXIT[name];
    controller.abort(new Error(`ended by ${name}`));
  };
  const handlers = { SIGINT: handlerOf('SIGINT'), SIGTERM: handlerOf('SIGTERM') };
  process.on('SIGINT', handlers.SIGINT);
  process.on('SIGTERM', handlers.SIGTERM);
  return {
    signal: controller.signal,
    exitCode: () => code,
    dispose: () => {
      process.off('SIGINT', handlers.SIGINT);
      process.off('SIGTERM', handlers.SIGTERM);
    },
  };
}
