import type { CardPosting, CardState } from '../../domain/gift-cards/card.ts';

/** Which card: its id is a keyed hash of its code. */
export type CardKey = { readonly tenant: string; readonly id: string };

/**
 * A gift card. It is written with the posting that changed it in `tail`, as one document; anyone who comes next brings it where it
 * belongs.
 */
export type CardRow = CardKey &
  CardState & {
    /** The last characters of its code, to tell cards apart. */
    readonly ends: string;
    /** Whose it is, when that is known. Anyone who has the code can spend it. */
    readonly profileId?: string;
    readonly issuedAt: number;
    readonly rev: number;
    readonly tail: readonly CardPosting[];
    /** When there is something to do: to bring the tail in, or to expire. Epoch milliseconds, the tenant's time. */
    readonly due?: number;
  };

/** What gift cards of one currency come to. */
export type CardTotals = { readonly currency: string; readonly cards: number; readonly balance: number };

export type GiftCardStore = {
  readonly get: (key: CardKey) => Promise<CardRow | undefined>;
  /** `taken` when the card is there. */
  readonly add: (row: CardRow) => Promise<'added' | 'taken'>;
  /** Writes a card with its next revision if nobody else did since `row.rev`. */
  readonly commit: (row: CardRow) => Promise<'committed' | 'conflict'>;
  /** Adds postings of a card; one that is there stays as it is. */
  readonly append: (input: CardKey & { postings: readonly CardPosting[] }) => Promise<void>;
  /** Notes that the tail of this revision was brought in. */
  readonly settle: (input: CardKey & { rev: number; due: number | undefined }) => Promise<void>;
  /** The postings of a card under a key, or about it. */
  readonly find: (input: CardKey & { key: string }) => Promise<readonly CardPosting[]>;
  /** The first postings of a card, the oldest first. */
  readonly all: (input: CardKey & { limit: number }) => Promise<readonly CardPosting[]>;
  /** Cards with something to do by then. */
  readonly due: (input: { tenant: string; upTo: number; limit: number }) => Promise<readonly CardKey[]>;
  /** What is open on the cards of a tenant, by currency. */
  /** What was open on cards issued before an instant (epoch milliseconds), by its postings, by currency. */
  readonly openBefore: (input: { tenant: string; before: number }) => Promise<readonly CardTotals[]>;
  readonly totals: (tenant: string) => Promise<readonly CardTotals[]>;
};
