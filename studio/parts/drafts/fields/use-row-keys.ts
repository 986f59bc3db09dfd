import { useState } from 'react';

/**
 * Keys for the rows of a list that know themselves only by their place, so that what somebody has begun in a row stays in it while others
 * are added or removed. Rows come at the end; `removed` is told of a row right before it is taken out.
 */
export const useRowKeys = (
  count: number,
): { readonly keys: readonly number[]; readonly removed: (at: number) => void } => {
  const [known, setKnown] = useState<readonly number[]>([]);
  const next = Math.max(-1, ...known) + 1;
  const missing = Array.from({ length: Math.max(0, count - known.length) }, (_one, index) => next + index);
  const keys = known.length === count ? known : [...known.slice(0, count), ...missing];
  if (keys !== known) setKnown(keys);
  return { keys, removed: (at) => setKnown(keys.filter((_key, index) => index !== at)) };
};
