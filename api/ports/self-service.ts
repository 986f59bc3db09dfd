import type { JsonObject } from '../../domain/json.ts';
import type { Amount } from './quotes.ts';

/** Whose pages they are: the person as they are now. */
export type Self = { readonly tenant: string; readonly profileId: string };

/** One thing that is known of the person. `isTheirs`: they may correct it. */
export type KnownTrait = { readonly name: string; readonly value: string; readonly isTheirs: boolean };

/** A product of an order, and how many of it may still be sent back. */
export type OwnOrderLine = {
  /** The product id, else the SKU; absent where the order names neither, so that it cannot be asked back by itself. */
  readonly product?: string;
  readonly name: string;
  readonly quantity: number;
  readonly returnable: number;
};

/** A return that the person asked for. */
export type OwnReturn = { readonly number: string; readonly stage: string; readonly askedAt: number };

export type OwnOrder = {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly placedAt: number;
  readonly total: Amount | undefined;
  readonly state: 'placed' | 'delivered' | 'cancelled';
  readonly lines: readonly OwnOrderLine[];
  readonly returns: readonly OwnReturn[];
  /** Until when a return can be asked for, epoch milliseconds; absent when none can. */
  readonly returnUntil?: number;
};

export type OwnOrders = {
  readonly orders: readonly OwnOrder[];
  /** What a reason may be; empty where the object of returns has none. */
  readonly reasons: readonly string[];
  readonly wishes: readonly string[];
};

export type OwnCase = {
  readonly id: string;
  readonly subject: string;
  /** The key of its stage, and what the business calls it. */
  readonly stage: string;
  readonly stageName?: string;
  readonly isOver: boolean;
  readonly openedAt: number;
  readonly changedAt: number;
};

/** What was written about a case, without the notes of the team. */
export type OwnMessage = {
  readonly from: 'person' | 'team';
  readonly text: string;
  readonly at: number;
  readonly files: readonly string[];
};

export type OwnQuote = {
  readonly number: string;
  readonly subject: string | undefined;
  readonly total: Amount | undefined;
  readonly validUntil: string | undefined;
  readonly state: string;
  /** The page of the quote. */
  readonly url: string;
};

export type OwnPosting = {
  readonly at: number;
  readonly kind: string;
  readonly points: number;
  readonly pending: number;
  readonly balance: number;
  readonly about: string | undefined;
};

export type OwnPoints = {
  readonly program: string;
  /** Of store credit: all numbers are minor units of it. */
  readonly currency?: string | undefined;
  readonly balance: number;
  readonly pending: number;
  readonly tier: string | undefined;
  /** Until when it is theirs, whatever they earn (epoch milliseconds). */
  readonly tierUntil?: number | undefined;
  /** The next tier, and how many points it takes. */
  readonly next?: { readonly name: string; readonly points: number } | undefined;
  /** What they are a member of, and until when; for ever without it. */
  readonly membership?: { readonly name: string; readonly until?: number | undefined } | undefined;
  /** What expires, and when (epoch milliseconds), the first first. */
  readonly expiries: readonly { readonly at: number; readonly points: number }[];
  /** The newest first, at most 100. */
  readonly postings: readonly OwnPosting[];
};

/** How a person recommends the shop. */
export type OwnReferrals = {
  /** Their link. */
  readonly url: string;
  /** Whether a mail to a friend can be asked for. */
  readonly mails: boolean;
  /** How many friends are in each state. */
  readonly states: ReadonlyMap<string, number>;
};

/** What became of something that the person asked for: `refused` for what cannot be, no matter who asks. */
export type Asked = 'done' | 'refused';

/** What the self-service pages know and do. Everything is about the person alone: an id of somebody else's is `undefined` or `refused`. */
export type SelfService = {
  /** The person as they are now; undefined when we do not know them (any more). */
  readonly self: (input: Self) => Promise<Self | undefined>;
  /** Whether a session was closed by the person, or ended by the team; `asked` names the proof that opened it. `at` in epoch seconds. */
  readonly isClosed: (input: Self & { asked: string; at: number }) => Promise<boolean>;
  /** Whether the team ended everything of the person that began up to `at`, epoch seconds. */
  readonly isEnded: (input: Self & { at: number }) => Promise<boolean>;
  /** Ends all sessions and links in; answers when, real time in epoch milliseconds. Undefined when we do not know the person (any more). */
  readonly endAll: (input: Self) => Promise<number | undefined>;
  /** Which pages there are for them: by the objects and programmes of the business, and what they have. */
  readonly offered: (
    who: Self,
  ) => Promise<{ readonly cases: boolean; readonly points: boolean; readonly referrals: boolean }>;
  readonly known: (who: Self) => Promise<readonly KnownTrait[]>;
  readonly orders: (who: Self) => Promise<OwnOrders>;
  /** Asks for a return: once for each order and state of its returns, no matter who repeats it. */
  readonly askReturn: (
    input: Self & {
      order: string;
      lines: readonly { readonly product: string; readonly quantity: number }[];
      reason: string | undefined;
      wish: string | undefined;
    },
  ) => Promise<Asked>;
  readonly cases: (
    who: Self,
  ) => Promise<{ readonly cases: readonly OwnCase[]; readonly types: readonly string[] }>;
  readonly case: (
    input: Self & { id: string },
  ) => Promise<{ readonly case: OwnCase; readonly messages: readonly OwnMessage[] } | undefined>;
  /** Opens a case with its first message, once for each `once`. */
  readonly openCase: (
    input: Self & { subject: string; text: string; type: string | undefined; once: string },
  ) => Promise<Asked>;
  /** Writes a message of the person about a case, once for each `once`. */
  readonly answerCase: (input: Self & { id: string; text: string; once: string }) => Promise<Asked>;
  readonly quotes: (who: Self) => Promise<readonly OwnQuote[]>;
  readonly points: (who: Self) => Promise<readonly OwnPoints[]>;
  /** Undefined where nobody is asked to recommend the shop. */
  readonly referrals: (who: Self) => Promise<OwnReferrals | undefined>;
  /** Asks for a mail to a friend. What is refused says nothing of the friend. */
  readonly inviteFriend: (input: Self & { email: string }) => Promise<Asked>;
};

/** The message id of the event that a session was closed: of each session there is one. */
export const closedId = (asked: string): string => `self-service-closed:${asked}`;

/** Traits that people may correct themselves: nothing by which they are found, written to or judged. */
export const ownTraits = ['firstName', 'lastName', 'name', 'birthday', 'company', 'title'] as const;

/** The corrections in a form: what differs from what is known; an emptied field takes the trait away. */
export const correctionsIn = (input: {
  known: readonly KnownTrait[];
  given: ReadonlyMap<string, string>;
}): JsonObject =>
  Object.fromEntries(
    ownTraits.flatMap((name) => {
      const said = input.given.get(name)?.trim();
      const before = input.known.find((one) => one.name === name)?.value ?? '';
      return said === undefined || said === before ? [] : [[name, said === '' ? null : said]];
    }),
  );
