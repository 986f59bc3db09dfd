import { messageOf } from '../domain/errors.ts';

/** One thing to stop, with the time it may take (milliseconds) before the next one is stopped anyway. */
interface StopStep {
  readonly name: string;
  readonly boundMs: number;
  readonly stop: () => unknown;
}

/** What became of the stops: `problems` names each that failed or took longer than its bound. */
interface ShutdownResult {
  readonly problems: readonly string[];
}

export interface Shutdown {
  /** Registers a thing to stop. Stops run in reverse order: what was started last is stopped first. */
  add(step: StopStep): void;
  /** Stops everything once; every further call gets the same result. Never throws. */
  run(): Promise<ShutdownResult>;
}

const stopOne = async ({ name, boundMs, stop }: StopStep): Promise<string | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => {
      resolve(`${name} did not stop within ${boundMs} ms`);
    }, boundMs);
  });
  const stopped = Promise.resolve()
    .then(stop)
    .then(
      () => undefined,
      (thrown: unknown) => `${name} failed to stop: ${messageOf(thrown)}`,
    );
  try {
    return await Promise.race([stopped, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** An ordered list of stops, each bounded in time, so that one stuck part cannot keep the process from ending. */
export const createShutdown = (deps: { readonly onProblem: (problem: string) => void }): Shutdown => {
  const steps: StopStep[] = [];
  let result: Promise<ShutdownResult> | undefined;

  const runAll = async (): Promise<ShutdownResult> => {
    const problems: string[] = [];
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      const problem = await stopOne(step);
      if (problem !== undefined) {
        problems.push(problem);
        deps.onProblem(problem);
      }
    }
    return { problems };
  };

  return {
    add: (step) => {
      steps.push(step);
    },
    run: async () => {
      result ??= runAll();
      return result;
    },
  };
};

/** The part of `process` that signals come from. */
export interface SignalSource {
  readonly on: (event: 'SIGINT' | 'SIGTERM', listener: () => void) => unknown;
  readonly off: (event: 'SIGINT' | 'SIGTERM', listener: () => void) => unknown;
}

/**
 * Drains on the first SIGINT or SIGTERM and exits 0 (1 when a part did not stop well); the second signal exits
 * 130 at once. Returns a function that stops listening.
 */
export const stopOnSignals = (deps: {
  shutdown: Shutdown;
  source: SignalSource;
  readonly exit: (code: number) => void;
  onSignal?(): void;
}): (() => void) => {
  let asked = false;
  const listener = (): void => {
    if (asked) {
      deps.exit(130);
      return;
    }
    asked = true;
    deps.onSignal?.();
    void deps.shutdown.run().then(({ problems }) => {
      deps.exit(problems.length === 0 ? 0 : 1);
    });
  };
  deps.source.on('SIGINT', listener);
  deps.source.on('SIGTERM', listener);
  return () => {
    deps.source.off('SIGINT', listener);
    deps.source.off('SIGTERM', listener);
  };
};
