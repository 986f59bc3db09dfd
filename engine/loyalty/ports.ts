import type { AccountState } from '../../domain/loyalty/account.ts';
import type { LedgerSums } from '../../domain/loyalty/liability.ts';
import type { LoyaltyNews } from '../../domain/loyalty/news.ts';
import type { Posting } from '../../domain/loyalty/posting.ts';
import type { Position } from '../../domain/page.ts';

/** Whose points of which programme. */
export type AccountKey = { readonly tenant: string; readonly profileId: string; readonly program: string };

/**
 * The running balance of a person in a programme. It is written with the postings that changed it in `tail`, and what is
 * to be told of them in `news`, as one document: they are brought where they belong after, by anyone who comes next.
 */
export type AccountRow = AccountKey & {
  readonly state: AccountState;
  /** Counts up with every change; 0 for one that is not stored yet. */
  readonly rev: number;
  readonly tail: readonly Posting[];
  readonly news: readonly LoyaltyNews[];
  /** When there is something to do next: to bring in the tail, or what time brings; epoch milliseconds, the tenant's time. */
  readonly due?: number;
  /** Warnings of expiries up to then were given. */
  readonly warnedTo: number;
  /** It has to be worked out again from its postings, as after a merge. */
  readonly isStale: boolean;
  /** All postings of it were made in it: none came by a merge or a split, so their ids follow from their keys. */
  readonly isOwn?: boolean;
  /** What is in the tail is history: no journey is told of it. */
  readonly isQuiet?: boolean;
  /** The person is part of another now, whose account this went to. */
  readonly mergedInto?: string;
};

/** A posting and whose it is. */
export type PostingRow = Posting & { readonly program: string; readonly profileId: string };

/** Sums over the accounts of a programme that stand in one tier; without `tier` in none. */
export type ProgramTotals = {
  readonly program: string;
  readonly tier?: string;
  readonly people: number;
  /** What people can spend. */
  readonly balance: number;
  readonly pending: number;
  /** Points that were taken back after they had been spent. */
  readonly owed: number;
  readonly earned: number;
  readonly spent: number;
};

export type ProgramTotalsStore = {
  readonly totals: (input: { tenant: string }) => Promise<readonly ProgramTotals[]>;
};

/** Sums over the ledger as it stood before an instant (epoch milliseconds). */
export type LedgerSumsStore = {
  readonly sums: (input: { tenant: string; before: number }) => Promise<readonly LedgerSums[]>;
};

export type PointsStore = {
  readonly get: (key: AccountKey) => Promise<AccountRow | undefined>;
  /** All accounts of a person. */
  readonly of: (input: { tenant: string; profileId: string }) => Promise<readonly AccountRow[]>;
  /** Writes an account with its next revision if nobody else did since `row.rev`. */
  readonly commit: (row: AccountRow) => Promise<'committed' | 'conflict'>;
  /** Adds postings of an account; one that is there stays as it is. */
  readonly append: (input: AccountKey & { postings: readonly Posting[] }) => Promise<void>;
  /** Notes that the tail and the news of this revision were brought in. */
  readonly settle: (input: AccountKey & { rev: number; due: number | undefined }) => Promise<void>;
  /** The postings of an account under these keys, or about this; `isOwn` as the account says. */
  readonly find: (
    input: AccountKey & { keys?: readonly string[]; ref?: string; isOwn?: boolean },
  ) => Promise<readonly Posting[]>;
  /** All postings of an account. */
  readonly all: (key: AccountKey) => Promise<readonly Posting[]>;
  /** The newest postings of a person first. */
  readonly history: (input: {
    tenant: string;
    profileId: string;
    program?: string | undefined;
    after?: Position;
    limit: number;
  }) => Promise<readonly (PostingRow & { readonly id: string })[]>;
  /** Accounts with something to do by then. */
  readonly due: (input: { tenant: string; upTo: number; limit: number }) => Promise<readonly AccountKey[]>;
  /** Accounts of a tenant in the order of their ids, page by page. */
  readonly page: (input: {
    tenant: string;
    after?: string | undefined;
    limit: number;
  }) => Promise<readonly (AccountRow & { readonly id: string })[]>;
};

/**
 * A reward that somebody got, or was not to be had after its points were spent: `pending` until it is given, `returning` until
 * its points are back, `returned` then.
 */
export type Redemption = {
  readonly tenant: string;
  readonly id: string;
  readonly profileId: string;
  readonly program: string;
  readonly reward: string;
  readonly points: number;
  /** The key of the posting that spent the points. */
  readonly key: string;
  readonly at: number;
  readonly state: 'pending' | 'fulfilled' | 'returning' | 'returned';
  /** Why the points go back. */
  readonly reason?: string;
  readonly given?: RewardGiven;
  /** When a free process goes on with it; absent when nothing is left to do. Epoch milliseconds, the tenant's time. */
  readonly due?: number;
};

/** What a person got. */
export type RewardGiven = {
  readonly name: string;
  readonly offer?: string;
  readonly code?: string;
  readonly expiresAt?: number;
  readonly product?: string;
};

export type RedemptionStore = {
  readonly get: (input: { tenant: string; id: string }) => Promise<Redemption | undefined>;
  /** The newest of a person first. */
  readonly of: (input: {
    tenant: string;
    profileId: string;
    limit: number;
  }) => Promise<readonly Redemption[]>;
  /** Changes its state if it is still in one; false when it is not. */
  readonly move: (input: {
    tenant: string;
    id: string;
    from: Redemption['state'];
    to: Redemption['state'];
    reason?: string;
    given?: RewardGiven;
    due: number | undefined;
  }) => Promise<boolean>;
  /** Nothing is left to do. */
  readonly settle: (input: { tenant: string; id: string }) => Promise<void>;
  readonly due: (input: { tenant: string; upTo: number; limit: number }) => Promise<readonly Redemption[]>;
};
