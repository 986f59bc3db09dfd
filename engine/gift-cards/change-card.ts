import { CicloError, notFound } from '../../domain/errors.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { applyCardPosting, type CardPosting, planExpiry } from '../../domain/gift-cards/card.ts';
import { giftCardNames } from '../../domain/gift-cards/event-names.ts';
import { hashId } from '../../domain/hash.ts';
import { breathe } from '../../domain/in-turns.ts';
import type { Clock } from '../clock/clock.ts';
import { ownEvent } from '../people/own-event.ts';
import type { CardKey, CardRow, GiftCardStore } from './ports.ts';

export type ChangeCardDeps = {
  readonly giftCardStore: GiftCardStore;
  readonly accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
  readonly clock: Clock;
};

/** What came of a change: the posting and the card after it, or why not. */
export type CardChange =
  | { readonly kind: 'posted' | 'already'; readonly posting: CardPosting; readonly card: CardRow }
  | { readonly kind: 'refused'; readonly reason: string; readonly card: CardRow };

/** A posting without its place among the others. */
export type Draft = Omit<CardPosting, 'seq'>;
const triesMax = 100;
/** What a crash left is brought in after so long. */
const repairMs = 60_000;

const dueOf = ({ expiresAt, balance }: CardRow): number | undefined =>
  balance === 0 ? undefined : expiresAt;

/** Makes what brings the tail of a card where it belongs, and reports it to the owner; every part may be repeated. */
const createBringIn = (deps: ChangeCardDeps) => {
  const { giftCardStore: store } = deps;
  return async (card: CardRow): Promise<CardRow> => {
    const { tenant, id, tail, rev, profileId, balance, currency, expiresAt } = card;
    if (tail.length === 0) return card;
    await store.append({ tenant, id, postings: tail });
    const events = tail.map(({ key, kind, amount, ref, at }) => {
      const properties = {
        card: id,
        amount: Math.abs(amount),
        balance,
        currency,
        ...(ref === undefined ? {} : { ref }),
        ...(expiresAt === undefined ? {} : { expires_at: new Date(expiresAt).toISOString() }),
      };
      const item = { id: hashId(tenant, 'gift-card', id, key), name: giftCardNames[kind], properties, at };
      return ownEvent({ item, profileId: profileId ?? '' });
    });
    if (profileId !== undefined) await deps.accept({ tenant, events });
    const due = dueOf(card);
    await store.settle({ tenant, id, rev, due });
    const { due: _due, ...rest } = card;
    return { ...rest, tail: [], ...(due === undefined ? {} : { due }) };
  };
};

/** Makes the one way in which cards change. */
export const createChangeCard = (deps: ChangeCardDeps) => {
  const { giftCardStore: store, clock } = deps;
  const bringIn = createBringIn(deps);
  const post = async (card: CardRow, draft: Draft): Promise<CardRow | undefined> => {
    const posting: CardPosting = { ...draft, seq: card.rev + 1 };
    const next = {
      ...applyCardPosting(card, posting),
      tail: [posting],
      due: clock.now(card.tenant) + repairMs,
    };
    if ((await store.commit(next)) === 'conflict') return undefined;
    return bringIn({ ...next, rev: next.rev + 1 });
  };
  /** The card up to now; undefined when somebody else wrote meanwhile. */
  const current = async (key: CardKey): Promise<CardRow | undefined> => {
    const found = await store.get(key);
    if (found === undefined) throw notFound('gift card');
    const card = await bringIn(found);
    const expiry = planExpiry({ card, now: clock.now(key.tenant) });
    return expiry === undefined ? card : post(card, expiry);
  };
  const change = async (
    input: CardKey & { key: string; plan: (card: CardRow) => Promise<Draft | string> },
  ): Promise<CardChange> => {
    const { tenant, id, key, plan } = input;
    for (let tries = 0; tries < triesMax; tries += 1) {
      const card = await current({ tenant, id });
      if (card !== undefined) {
        const known = (await store.find({ tenant, id, key })).find((one) => one.key === key);
        if (known !== undefined) return { kind: 'already', posting: known, card };
        const draft = await plan(card);
        if (typeof draft === 'string') return { kind: 'refused', reason: draft, card };
        const after = await post(card, draft);
        if (after !== undefined)
          return { kind: 'posted', posting: { ...draft, seq: after.rev }, card: after };
      }
      await breathe();
    }
    throw new CicloError({ code: 'unavailable', message: 'Too many use this gift card at once.' });
  };
  return { bringIn, current, change };
};
