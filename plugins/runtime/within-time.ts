export type Limited<T> =
  | { readonly kind: 'returned'; readonly value: T }
  | { readonly kind: 'threw'; readonly thrown: unknown }
  /** It was told to stop and did not. */
  | { readonly kind: 'overdue' };

/**
 * Runs something with a signal that is aborted when its time is up or the caller gives up. It then has
 * `graceMs` to end in its own way, because only it knows how far it came; after that nobody waits for it.
 */
export const withinTime = async <T>(input: {
  run: (signal: AbortSignal) => Promise<T>;
  timeoutMs: number;
  graceMs: number;
  signal?: AbortSignal | undefined;
}): Promise<Limited<T>> => {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, input.timeoutMs);
  let grace: NodeJS.Timeout | undefined;
  const overdue = new Promise<Limited<T>>((resolve) => {
    controller.signal.addEventListener('abort', () => {
      grace = setTimeout(() => resolve({ kind: 'overdue' }), input.graceMs);
    });
  });
  if (input.signal?.aborted === true) stop();
  else input.signal?.addEventListener('abort', stop, { once: true });

  const attempt = async (): Promise<Limited<T>> => {
    try {
      return { kind: 'returned', value: await input.run(controller.signal) };
    } catch (thrown) {
      return { kind: 'threw', thrown };
    }
  };
  try {
    return await Promise.race([attempt(), overdue]);
  } finally {
    clearTimeout(timer);
    clearTimeout(grace);
    input.signal?.removeEventListener('abort', stop);
  }
};
