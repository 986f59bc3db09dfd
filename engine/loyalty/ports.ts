import type { AccountState } from '../../domain/loyalty/account.ts';
import type { LoyaltyNews } from '../../domain/loyalty/news.ts';
import type { Posting } from '../../domain/loyalty/posting.ts';
import type { Position } from '../../domain/page.ts';

/** Whose points of which programme. */
export type AccountKey = { readonly tenant: string; readonly profileId: string; readonly program: string };

/**
 * The running balance of a person in a programme. It is written with the postings that changed it in `tail`, and what is
 * to be told of them in `news`, as one document: they are brought where they belong after, by whoever comes next.
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
  /** The person is part of another now, whose account this went to. */
  readonly mergedInto?: string;
};

/** A posting and whose it is. */
export type PostingRow = Posting & { readonly program: string; readonly profileId: string };

/** Sums over the accounts of a programme. */
export type ProgramTotals = {
  readonly program: string;
  readonly people: number;
  readonly balance: number;
  readonly pending: number;
  readonly owed: number;
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
  /** The postings of an account under these keys, or about this. */
  readonly find: (
    input: AccountKey & { keys?: readonly string[]; ref?: string },
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
