import { eventsRefused, type Failure } from '../contract.ts';

/** What became of a batch: taken, refused for what is in it, or not taken for a reason that concerns every event. */
export type Delivered =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Where nothing was taken and so many events are refused one by one, the reason is hardly in the events. */
const hopelessFrom = 10;

type Refused<T> = { readonly event: T; readonly reason: string };

const isHopeless = async <T>(input: {
  batches: readonly (readonly T[])[];
  deliver: (batch: readonly T[]) => Promise<Delivered>;
}): Promise<boolean> => {
  const last = input.batches.at(-1)?.at(-1);
  return last === undefined || (await input.deliver([last])).kind !== 'taken';
};

/**
 * Hands over batches in their order. One that is refused for what is in it is halved until the events that are the reason stand alone:
 * those are set aside, and all others are taken. Answers a failure where nothing is taken, or for a reason that concerns every event.
 */
export const deliverEach = async <T>(input: {
  batches: readonly (readonly T[])[];
  deliver: (batch: readonly T[]) => Promise<Delivered>;
}): Promise<{ readonly failure: Failure } | { readonly refused: readonly Refused<T>[] }> => {
  const refused: Refused<T>[] = [];
  const none = (failure: Failure) => ({
    failure: { kind: 'rejected' as const, code: eventsRefused, message: failure.message },
  });
  let taken = 0;
  let last: Failure | undefined;
  // A stack, so that events stay in their order.
  const open = input.batches.toReversed();
  for (let batch = open.pop(); batch !== undefined; batch = open.pop()) {
    const done = await input.deliver(batch);
    if (done.kind === 'failed') return { failure: done.failure };
    const [first] = batch;
    if (done.kind === 'taken') taken += batch.length;
    else if (batch.length === 1 && first !== undefined) {
      last = done.failure;
      refused.push({ event: first, reason: last.message });
      if (taken > 0 || refused.length !== hopelessFrom) continue;
      if (await isHopeless(input)) return none(last);
      // The last event of all was taken, and is sent once more in its place: it counts once.
      taken = 1;
    } else {
      const middle = Math.ceil(batch.length / 2);
      open.push(batch.slice(middle), batch.slice(0, middle));
    }
  }
  return last === undefined || taken > 0 ? { refused } : none(last);
};
