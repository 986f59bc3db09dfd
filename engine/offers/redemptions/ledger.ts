import { CicloError } from '../../../domain/errors.ts';
import type { Ask, Judgement } from '../../../domain/offers/redemptions/decide-redemption.ts';
import type { Clock } from '../../clock/clock.ts';
import { type ActOutcome, type LedgerAct, lookAt, perform } from './acts.ts';
import type { OfferAccount, OfferBooks } from './books-port.ts';
import { type Copying, createKeptBooks, type KeptBooks } from './kept-books.ts';
import { type ReadBook, readBooks, readOn } from './read-book.ts';

/** The ledger of offers: what was reserved, redeemed and rolled back, within the limits. */
export type OfferLedger = {
  /** Does an act: once, however often it is sent, and never beyond the limits, however many are done at once. */
  readonly act: (input: { tenant: string; offer: string; act: LedgerAct }) => Promise<ActOutcome>;
  /** How an act would come out at an instant; nothing is changed. */
  readonly look: (input: {
    tenant: string;
    offer: string;
    act: LedgerAct;
    now: number;
  }) => Promise<ActOutcome>;
  /** How uses of several offers would come out, one of each: by offer. */
  readonly lookAtAll: (input: {
    tenant: string;
    asks: readonly Ask[];
    now: number;
  }) => Promise<ReadonlyMap<string, Judgement>>;
};

type Job = {
  readonly act: LedgerAct;
  readonly resolve: (outcome: ActOutcome) => void;
  readonly reject: (thrown: unknown) => void;
};
type Deps = {
  readonly offerBooks: OfferBooks;
  readonly clock: Pick<Clock, 'now'>;
  readonly zoneOf: (tenant: string) => Promise<string>;
};
type Offer = { readonly tenant: string; readonly offer: string };

/** So many acts are decided and written together. */
const groupMax = 100;
const triesMax = 200;

const latestEnd = ({ book, read }: ReadBook): number =>
  Math.max(read.reservedUntil, ...book.added().map(({ expiresAt = 0 }) => expiresAt));

const isDone = ({ done }: Copying): Promise<boolean> =>
  done.then(
    () => true,
    () => false,
  );

/** The account as it was written, and its postings on their way. */
type Committed = { readonly account: OfferAccount; readonly copying: Copying };

/** Writes what was posted, if nobody else wrote meanwhile, and begins to copy it to the postings; `nothing` where there was nothing to write. */
const commit = async (
  input: Offer & {
    books: OfferBooks;
    state: ReadBook;
    /** What this process copies already. */
    copying: Copying | undefined;
  },
): Promise<Committed | 'nothing' | 'conflict'> => {
  const { books, tenant, offer, state, copying } = input;
  const { book, read, swept } = state;
  const pending = book.added();
  if (pending.length === 0 && read.pending.length === 0 && swept === read.swept) return 'nothing';
  // What the account still holds goes to the postings before its place is taken.
  if (copying?.revision !== read.revision || !(await isDone(copying))) await books.keep(read.pending);
  const revision = read.revision + 1;
  const next = { revision, account: book.account(), swept, reservedUntil: latestEnd(state), pending };
  if (!(await books.write({ tenant, offer, next }))) return 'conflict';
  const done = books.keep(pending);
  // Anyone who waits for it hears of a failure; nobody has to.
  done.catch(() => undefined);
  return { account: next, copying: { revision, done } };
};

/** Opens the books of an offer as far as acts ask. */
const createOpen = ({ offerBooks: books, zoneOf }: Deps) => {
  return async (
    input: Offer & { acts: readonly LedgerAct[]; now: number; isLook?: boolean },
  ): Promise<ReadBook> => {
    const { tenant, offer, now, isLook = false } = input;
    const acts = input.acts.map((act) => ({ offer, act }));
    const read = await readBooks({ books, tenant, acts, now, zone: await zoneOf(tenant), isLook });
    const book = read.get(offer);
    if (book === undefined) throw new CicloError({ code: 'internal', message: 'No act names the offer.' });
    return book;
  };
};

const createLooks = (deps: Deps): Pick<OfferLedger, 'look' | 'lookAtAll'> => {
  const { offerBooks: books, zoneOf } = deps;
  const open = createOpen(deps);
  return {
    look: async ({ tenant, offer, act, now }) => {
      const { book } = await open({ tenant, offer, acts: [act], now, isLook: true });
      return perform({ book, act });
    },
    lookAtAll: async ({ tenant, asks, now }) => {
      const acts = asks.map((ask) => ({ offer: ask.offer.key, act: { kind: 'use' as const, ask } }));
      const read = await readBooks({ books, tenant, acts, now, zone: await zoneOf(tenant), isLook: true });
      return new Map(
        asks.flatMap((ask): [string, Judgement][] => {
          const found = read.get(ask.offer.key);
          return found === undefined ? [] : [[ask.offer.key, lookAt({ book: found.book, ask })]];
        }),
      );
    },
  };
};

type Group = Offer & {
  readonly name: string;
  readonly jobs: readonly Job[];
  readonly copying: Copying | undefined;
};
type Decided = { readonly outcomes: readonly ActOutcome[]; readonly copying: Copying | undefined };

/** Decides a group of acts once and writes it; undefined where somebody else wrote meanwhile. */
const createAttempt = (deps: Deps, keptBooks: KeptBooks) => {
  const { offerBooks: books, clock, zoneOf } = deps;
  const open = createOpen(deps);
  /** Whether nobody wrote since the books were read. */
  const isCurrent = async ({ tenant, offer, state }: Offer & { state: ReadBook }): Promise<boolean> =>
    ((await books.account({ tenant, offer }))?.revision ?? 0) === state.read.revision;
  return async (input: Group): Promise<Decided | undefined> => {
    const { tenant, offer, name, jobs } = input;
    const acts = jobs.map(({ act }) => act);
    const zone = await zoneOf(tenant);
    // It is put back once it is known to be up to date.
    const taken = keptBooks.take(name);
    const kept = taken?.zone === zone ? taken : undefined;
    const now = clock.now(tenant);
    const named = acts.map((act) => ({ offer, act }));
    const state =
      kept === undefined
        ? await open({ tenant, offer, acts, now })
        : await readOn({ books, tenant, offer, acts: named, now, zone, state: kept.state });
    const copying = kept?.copying ?? input.copying;
    const outcomes = acts.map((act) => perform({ book: state.book, act }));
    const written = await commit({ tenant, offer, books, state, copying });
    const isStale = async (): Promise<boolean> =>
      kept !== undefined && !(await isCurrent({ tenant, offer, state }));
    // What was written found the account at its revision; where nothing was, it is looked up.
    if (written === 'conflict' || (written === 'nothing' && (await isStale()))) {
      if (kept !== undefined) keptBooks.rest(name);
      return undefined;
    }
    const after = written === 'nothing' ? { account: state.read, copying } : written;
    keptBooks.put(name, { state: { ...state, read: after.account }, copying: after.copying, zone });
    return { outcomes, copying: after.copying };
  };
};

/** Decides a group of acts and writes it, again where somebody else wrote meanwhile. */
const createDecide = (deps: Deps) => {
  const attempt = createAttempt(deps, createKeptBooks());
  return async (group: Group): Promise<Decided> => {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const decided = await attempt(group);
      if (decided !== undefined) return decided;
    }
    throw new CicloError({ code: 'unavailable', message: 'Too many use this offer at once.' });
  };
};

/** Tells a group how it came out once its postings are copied. They are taken out of the account when no act follows, which would do it. */
const createTell = ({ offerBooks: books }: Deps) => {
  return async (
    input: Offer & {
      jobs: readonly Job[];
      outcomes: readonly ActOutcome[];
      copying: Copying | undefined;
      isLast: () => boolean;
    },
  ): Promise<void> => {
    const { tenant, offer, jobs, outcomes, copying, isLast } = input;
    try {
      await copying?.done;
    } catch (thrown) {
      for (const job of jobs) job.reject(thrown);
      return;
    }
    for (const [index, job] of jobs.entries()) {
      const outcome = outcomes[index];
      if (outcome !== undefined) job.resolve(outcome);
    }
    if (copying === undefined || !isLast()) return;
    // Nobody waits for it; what stays in the account is copied again by the next act, and found.
    await books.settle({ tenant, offer, revision: copying.revision }).catch(() => undefined);
  };
};

/**
 * Makes the ledger. Acts on one offer that come at about the same time are decided one after the other against the books as they stand
 * and written together: the account of the offer, with its counters and the new postings in it, by one write that finds it as it was read. So a
 * decision always rests on all postings before it, in whatever process they were made. The book stays open for the acts that follow: whatever
 * another process wrote meanwhile shows when it is written, or by the revision where nothing is. The postings are copied from the account
 * afterwards, under ids of their own; wherever a process dies, the next act copies what is left.
 */
export const createOfferLedger = (deps: Deps): OfferLedger => {
  const queues = new Map<string, Job[]>();

  const decide = createDecide(deps);
  const tell = createTell(deps);
  const work = async (input: Offer & { queue: Job[]; name: string }): Promise<void> => {
    const { queue, name, ...of } = input;
    const isLast = (): boolean => queue.length === 0;
    let copying: Copying | undefined;
    while (queue.length > 0) {
      const jobs = queue.splice(0, groupMax);
      try {
        const decided = await decide({ ...of, name, jobs, copying });
        ({ copying } = decided);
        const { outcomes } = decided;
        // The next group is decided while this one is copied.
        if (isLast()) await tell({ ...of, jobs, outcomes, copying, isLast });
        else void tell({ ...of, jobs, outcomes, copying, isLast: () => false });
      } catch (thrown) {
        copying = undefined;
        for (const job of jobs) job.reject(thrown);
      }
    }
    queues.delete(name);
  };

  return {
    act: ({ tenant, offer, act }) =>
      new Promise((resolve, reject) => {
        const name = JSON.stringify([tenant, offer]);
        const queue = queues.get(name);
        const job: Job = { act, resolve, reject };
        if (queue !== undefined) {
          queue.push(job);
          return;
        }
        const started = [job];
        queues.set(name, started);
        void work({ tenant, offer, queue: started, name });
      }),
    ...createLooks(deps),
  };
};
