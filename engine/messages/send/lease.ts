/** A lease on something, renewed while its holder works on it. */
export type Lease = {
  /** Whether it is held still, asking if the last answer is old. */
  readonly isHeld: () => Promise<boolean>;
  /** Renews it no more; settles when no renewal is under way. */
  readonly end: () => Promise<void>;
};

/**
 * Keeps a lease that was taken for `leaseMs` until it is ended. A renewal that fails is tried again at the next turn; anyone who
 * is about to do what must not be done twice asks `isHeld` first.
 */
export const keepLease = (input: {
  leaseMs: number;
  systemTime: () => number;
  renew: (until: number) => Promise<'renewed' | 'lost'>;
}): Lease => {
  const { leaseMs, systemTime } = input;
  const state = { until: systemTime() + leaseMs, isLost: false };
  const renew = async (): Promise<void> => {
    const until = systemTime() + leaseMs;
    if ((await input.renew(until)) === 'lost') state.isLost = true;
    else state.until = until;
  };
  let current: Promise<void> = Promise.resolve();
  const quietly = (): Promise<void> => {
    current = renew().catch(() => undefined);
    return current;
  };
  const timer = setInterval(() => {
    if (!state.isLost) void quietly();
  }, leaseMs / 3);
  timer.unref();
  return {
    isHeld: async () => {
      if (!state.isLost && state.until - systemTime() < leaseMs / 3) await quietly();
      return !state.isLost && state.until > systemTime();
    },
    end: async () => {
      clearInterval(timer);
      await current;
    },
  };
};

/** Does work that may take longer than a lease: it is renewed meanwhile, so nobody takes over what is under way. */
export const whileHeld = async <T>(
  input: Parameters<typeof keepLease>[0] & { work: () => Promise<T> },
): Promise<T> => {
  const lease = keepLease(input);
  try {
    return await input.work();
  } finally {
    await lease.end();
  }
};
