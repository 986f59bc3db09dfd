/** Items without a date come after all that have one. */
const undated = 9_000_000_000_000_000;
const digits = 16;

/**
 * Where an item stands in the work queue, as a text whose order is the order of the queue: what is due first comes first, then what has
 * no date, by `since`. `dueAt` and `since` are epoch milliseconds.
 *
 * @example workKey({ dueAt: 1_780_000_000_000, id: 't1' }) // '0001780000000000:t1'
 */
export const workKey = (input: {
  dueAt?: number | undefined;
  since?: number | undefined;
  id: string;
}): string => {
  const { dueAt, since = 0, id } = input;
  const at = Math.max(0, Math.trunc(dueAt ?? undated + since));
  return `${String(at).padStart(digits, '0')}:${id}`;
};

/** What a list of dated and undated items goes on behind. */
export type WorkPlace = {
  /** Among the items with a date; absent when those are over. */
  readonly dated?: { readonly at: number; readonly id: string };
  /** Among those without: since when, and the id. */
  readonly undated?: { readonly since: number; readonly id: string };
};

/** Where a list goes on behind a key; the beginning without one. Throws `RangeError` for what is no key. */
export const placeBehind = (key: string | undefined): WorkPlace => {
  if (key === undefined) return { dated: { at: -1, id: '' } };
  const at = Number(key.slice(0, digits));
  if (!Number.isFinite(at) || key[digits] !== ':')
    throw new RangeError('This is no place in the work queue.');
  const id = key.slice(digits + 1);
  return at < undated ? { dated: { at, id } } : { undated: { since: at - undated, id } };
};
