import { AsyncLocalStorage } from 'node:async_hooks';

/** Gets what code of a plugin threw where nothing waits for it. */
export type Owner = (thrown: unknown) => void;

/**
 * Errors that nothing waits for: of a timer, of a promise that nobody awaits, of an emitter that nobody listens to. Node.js ends the
 * process for them. Where a plugin's code made them, its owner is told instead, and the process goes on.
 */
export type StrayErrors = {
  /** Runs code. Its owner gets what the code, and everything it sets off, throws where nothing waits for it. */
  readonly within: <T>(owner: Owner, run: () => T) => T;
  /** For the handler of `uncaughtException`: tells the owner of what was thrown. False where it has none. */
  readonly tell: (thrown: unknown) => boolean;
};

/** Follows whose code is running, by the asynchronous context in which Node.js calls the handler too. */
export const createStrayErrors = (): StrayErrors => {
  const owners = new AsyncLocalStorage<Owner>();
  return {
    within: (owner, run) => owners.run(owner, run),
    tell: (thrown) => {
      const owner = owners.getStore();
      owner?.(thrown);
      return owner !== undefined;
    },
  };
};
