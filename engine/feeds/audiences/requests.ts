import { z } from 'zod';

import type { audienceLookedAt } from '../../../plugins/contract/actions/audiences.ts';

const hour = 3_600_000;
/** A service may work on a request for so long; what it has not said by then is not asked any more. */
const longest = 48 * hour;
/** So many requests are waited for at most; of more, the oldest are not asked for. */
const openMax = 500;

const openSchema = z.object({
  receipt: z.string(),
  does: z.enum(['add', 'remove']),
  people: z.number(),
  /** When the service took it, and when it is asked next; on the tenant's clock. */
  at: z.number(),
  due: z.number(),
});
/** A request about members that the service took and still works on. */
export type OpenRequest = z.infer<typeof openSchema>;

/** A request as it was taken. */
export type TakenRequest = Pick<OpenRequest, 'receipt' | 'does' | 'people'>;

const endedSchema = z.object({
  does: z.enum(['add', 'remove']),
  /** `unknown`: the service did not say within two days. */
  state: z.enum(['done', 'partly', 'failed', 'unknown']),
  at: z.number(),
  people: z.number(),
  failed: z.number(),
  reasons: z.array(z.object({ reason: z.string(), people: z.number() })),
  matched: z.object({ from: z.number(), to: z.number() }).nullable(),
});
/** How a request about members ended. */
export type EndedRequest = z.infer<typeof endedSchema>;

export const requestsSchema = z.object({
  open: z.array(openSchema),
  last: endedSchema.nullable(),
  /** What somebody has to know of until it is put right. */
  problem: endedSchema.nullable(),
  /** People were not added: everybody is sent at the next daily look. */
  resends: z.boolean(),
});
/** What the service was asked about the members of an audience, and what came of it. */
export type Requests = z.infer<typeof requestsSchema>;

export const noRequests: Requests = { open: [], last: null, problem: null, resends: false };

/** Adds requests that were taken now. The first question comes after half an hour. */
export const withTaken = (requests: Requests, taken: readonly TakenRequest[], now: number): Requests => {
  const added = taken.map(({ receipt, does, people }) => ({
    receipt,
    does,
    people,
    at: now,
    due: now + hour / 2,
  }));
  return { ...requests, open: [...requests.open, ...added].slice(-openMax) };
};

/** Whether an ending puts right what the problem tells: people that stayed in an audience are put right by nobody here. */
const putsRight = ({ does, state }: EndedRequest, problem: EndedRequest): boolean =>
  state === 'done' && does === problem.does && (does === 'add' || problem.state === 'partly');

/** The problem after an ending: a request that failed as a whole, or two in a row that failed in part. A failed removal is never hidden by another. */
const problemAfter = ({ last, problem }: Requests, ended: EndedRequest): EndedRequest | null => {
  if (problem?.does === 'remove' && problem.state === 'failed') return problem;
  const isPartlyAgain = ended.state === 'partly' && last?.state === 'partly';
  if (ended.state === 'failed' || isPartlyAgain) return ended;
  return problem === null || putsRight(ended, problem) ? null : problem;
};

/**
 * What is known after the service was asked for one request at `now`, epoch milliseconds: it is asked again with growing pauses (1, 2, 4...
 * hours) until it has ended, for two days at most. `said` is undefined where the service could not be asked.
 */
export const withAnswer = (input: {
  requests: Requests;
  open: OpenRequest;
  said: z.output<typeof audienceLookedAt> | undefined;
  now: number;
}): Requests => {
  const { requests, open, said, now } = input;
  const rest = requests.open.filter(({ receipt }) => receipt !== open.receipt);
  const { does, at } = open;
  const isOver = now - at >= longest;
  if ((said === undefined || said.state === 'pending') && !isOver) {
    const pause = Math.max(hour, now - at);
    const due = Math.min(now + pause, at + longest);
    return { ...requests, open: [...rest, { ...open, due }] };
  }
  const ended: EndedRequest =
    said === undefined || said.state === 'pending'
      ? { does, at: now, state: 'unknown', people: open.people, failed: 0, reasons: [], matched: null }
      : { does, at: now, ...said, matched: said.matched ?? null };
  const resends = requests.resends || (does === 'add' && ended.state === 'failed');
  return { open: rest, last: ended, problem: problemAfter(requests, ended), resends };
};

/** What is wrong with the audience at the service, for people; undefined where nothing is. */
export const problemIn = ({ problem }: Requests): string | undefined => {
  if (problem === null) return undefined;
  const { does, state, people, failed, reasons } = problem;
  const why = reasons.length === 0 ? '' : ` (${reasons.map(({ reason }) => reason).join(', ')})`;
  const came = {
    add: {
      did: 'did not add',
      next: 'After a request that failed whole, everybody is sent again at the daily look.',
    },
    remove: {
      did: 'did not remove',
      next: 'They may still be in the audience: empty it there, then send everybody again.',
    },
  }[does];
  const told = `The service took a request and later ${came.did} ${failed} of ${people} people.`;
  return `audience-request-${state}: ${told} ${came.next}${why}`.slice(0, 500);
};
