import { LRUCache } from 'lru-cache';

/** A count, and the instant at which it was begun: the tenant's time, in epoch milliseconds. */
export type CountedAt<Value> = { readonly value: Value; readonly countedAt: number };

/** Counts, or gives what was counted a short while ago where counting takes long. */
export type KeptCounts<Value> = (input: {
  /** What is counted, with its tenant: those of the same key share a count. */
  readonly key: string;
  /** Now, in the tenant's time. */
  readonly now: number;
  readonly count: () => Promise<Value>;
}) => Promise<CountedAt<Value>>;

type Kept<Value> = CountedAt<Value> & {
  /** Real time. */
  readonly begunAt: number;
  readonly documents: number;
};

/** Counts over at most so many documents are made at every call. */
export const countedAtOnce = 20_000;
/** A database looks at about so many documents in a millisecond. */
const documentsPerMs = 100;
/** A count is not repeated within so many times what it takes: it costs the database a twentieth of its time at most. */
const restTimes = 20;
const restMax = 10 * 60_000;
/** Nobody is given a count that is older. */
const oldest = 30 * 60_000;
const keptMax = 500;

const restOf = (documents: number): number => Math.min((documents / documentsPerMs) * restTimes, restMax);

/**
 * Makes counts that may be large. Those over few documents are made at every call. A larger one is kept with its time: for 20 times as
 * long as counting takes (10 minutes at most) it is answered again; later it is answered while it is counted again in the background; and after
 * half an hour the call waits for the new count. What is kept are sums, which say of nobody that they are in them.
 */
export const createKeptCounts = <Value>(deps: {
  readonly systemTime: () => number;
  /** Over about how many documents a count went. */
  readonly documentsOf: (value: Value) => number;
}): KeptCounts<Value> => {
  const { systemTime, documentsOf } = deps;
  const keeps = new LRUCache<string, Kept<Value>>({ max: keptMax });
  const running = new Map<string, Promise<CountedAt<Value>>>();
  type Asked = Parameters<KeptCounts<Value>>[0];

  const countNow = async ({ key, now, count }: Asked): Promise<CountedAt<Value>> => {
    const begunAt = systemTime();
    const value = await count();
    const documents = documentsOf(value);
    if (documents > countedAtOnce) keeps.set(key, { value, countedAt: now, begunAt, documents });
    else keeps.delete(key);
    return { value, countedAt: now };
  };
  const countOnce = (asked: Asked): Promise<CountedAt<Value>> => {
    const { key } = asked;
    const counting = running.get(key) ?? countNow(asked).finally(() => running.delete(key));
    running.set(key, counting);
    return counting;
  };

  return async (asked) => {
    const kept = keeps.get(asked.key);
    if (kept === undefined) return countNow(asked);
    const { value, countedAt, begunAt, documents } = kept;
    const age = systemTime() - begunAt;
    if (age < restOf(documents)) return { value, countedAt };
    const counting = countOnce(asked);
    if (age >= oldest) return counting;
    // A count that fails here is tried again by the next call, and fails openly once the kept one is too old.
    counting.catch(() => undefined);
    return { value, countedAt };
  };
};
