import { notFound, messageOf } from '../../domain/errors.ts';
import { planRefund, redeemRefusal } from '../../domain/gift-cards/card.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { Log } from '../events/dispatcher.ts';
import { cardIds, codesFor } from './card-codes.ts';
import { type CardChange, type ChangeCardDeps, createChangeCard, type Draft } from './change-card.ts';
import type { CardKey, CardRow } from './ports.ts';

type Deps = ChangeCardDeps & { readonly keyring: Pick<Keyring, 'macs'>; readonly log: Log };

type Use = { readonly tenant: string; readonly code: string };

/** Gift cards: amounts are minor units. Every change is done once for its key. */
export type GiftCards = {
  /** Issues a card and answers its code; the same key gives the same card again. */
  readonly issue: (input: {
    tenant: string;
    key: string;
    amount: number;
    currency: string;
    profileId?: string | undefined;
    expiresAt?: number | undefined;
  }) => Promise<{ readonly kind: 'posted' | 'already'; readonly code: string; readonly card: CardRow }>;
  /** The card of a code, up to now; undefined when there is none. */
  readonly look: (use: Use) => Promise<CardRow | undefined>;
  /** Takes an amount from a card. Throws `not-found` when there is none of the code. */
  readonly redeem: (
    input: Use & { amount: number; currency: string; key: string; ref?: string | undefined },
  ) => Promise<CardChange>;
  /** Gives back what one call redeemed, all by default. */
  readonly rollback: (
    input: Use & { redemption: string; amount?: number | undefined; key: string },
  ) => Promise<CardChange>;
  /** Expires what is due, and goes on with what a crash left. */
  readonly turn: (tenant: string) => Promise<'more' | 'nothing'>;
};

const repairMs = 60_000;
const page = 100;

/** Makes the issue of cards, once for each key. */
const createIssue = (input: {
  deps: Deps;
  find: (use: Use) => Promise<CardKey | undefined>;
  bringIn: (card: CardRow) => Promise<CardRow>;
}): GiftCards['issue'] => {
  const { find, bringIn } = input;
  const { giftCardStore: store, keyring, clock } = input.deps;
  return async ({ tenant, key, amount, currency, profileId, expiresAt }) => {
    const codes = codesFor({ keyring, tenant, key });
    for (const code of codes) {
      const known = await find({ tenant, code });
      const row = known === undefined ? undefined : await store.get(known);
      if (row !== undefined) return { kind: 'already', code, card: await bringIn(row) };
    }
    const [code = ''] = codes;
    const [id] = cardIds({ keyring, tenant, code });
    const at = clock.now(tenant);
    const card: CardRow = {
      tenant,
      id,
      ends: code.slice(-4),
      balance: amount,
      currency,
      issuedAt: at,
      rev: 1,
      tail: [{ key, kind: 'issue', at, seq: 1, amount }],
      due: at + repairMs,
      ...(profileId === undefined ? {} : { profileId }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    const isNew = (await store.add(card)) === 'added';
    const stored = isNew ? card : await store.get(card);
    return { kind: isNew ? 'posted' : 'already', code, card: await bringIn(stored ?? card) };
  };
};

/** Makes what time brings to cards, and goes on with what a crash left. */
const createTurn = (input: {
  deps: Deps;
  current: (key: CardKey) => Promise<CardRow | undefined>;
}): GiftCards['turn'] => {
  const { giftCardStore: store, clock, log } = input.deps;
  return async (tenant) => {
    const due = await store.due({ tenant, upTo: clock.now(tenant), limit: page });
    let done = 0;
    for (const key of due) {
      try {
        if ((await input.current(key)) !== undefined) done += 1;
      } catch (thrown) {
        log.warn({ tenant, error: messageOf(thrown) }, 'A gift card is brought up to date later.');
      }
    }
    return done > 0 && due.length === page ? 'more' : 'nothing';
  };
};

/** Makes gift cards. A card is changed by one write that fails when somebody else wrote meanwhile; then it is looked at again. */
export const createGiftCards = (deps: Deps): GiftCards => {
  const { giftCardStore: store, keyring, clock } = deps;
  const { bringIn, current, change } = createChangeCard(deps);
  const find = async ({ tenant, code }: Use): Promise<CardKey | undefined> => {
    for (const id of cardIds({ keyring, tenant, code })) {
      if ((await store.get({ tenant, id })) !== undefined) return { tenant, id };
    }
    return undefined;
  };
  const required = async (use: Use): Promise<CardKey> => {
    const key = await find(use);
    if (key === undefined) throw notFound('gift card');
    return key;
  };
  return {
    issue: createIssue({ deps, find, bringIn }),
    look: async (use) => {
      const key = await find(use);
      if (key === undefined) return undefined;
      return (await current(key)) ?? store.get(key);
    },
    redeem: async ({ amount, currency, key, ref, ...use }) => {
      const now = clock.now(use.tenant);
      const plan = async (card: CardRow): Promise<Draft | string> =>
        redeemRefusal({ card, amount, currency, now }) ?? {
          key,
          kind: 'redeem',
          at: now,
          amount: -amount,
          ...(ref === undefined ? {} : { ref }),
        };
      return change({ ...(await required(use)), key, plan });
    },
    rollback: async ({ redemption, amount, key, ...use }) => {
      const card = await required(use);
      const now = clock.now(use.tenant);
      const plan = async (): Promise<Draft | string> =>
        planRefund({
          postings: await store.find({ ...card, key: redemption }),
          redemption,
          amount,
          key,
          now,
        });
      return change({ ...card, key, plan });
    },
    turn: createTurn({ deps, current }),
  };
};
