/** What a line of the books of a gift card is for. */
export type CardPostingKind = 'issue' | 'redeem' | 'refund' | 'expire';

/** One line of the books of a gift card; it is never changed. The balance is the sum of `amount`, in minor units of the card's currency. */
export type CardPosting = {
  /** What it is for: a card has at most one posting of a key. */
  readonly key: string;
  readonly kind: CardPostingKind;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Its place among the postings of its card. */
  readonly seq: number;
  readonly amount: number;
  /** What it is about, such as `order:1001`. */
  readonly ref?: string;
  /** Of a refund: the key of the posting that redeemed. */
  readonly of?: string;
};

/** What a gift card has: minor units of its currency, to spend before an instant. */
export type CardState = { readonly balance: number; readonly currency: string; readonly expiresAt?: number };

/** Why a card cannot be used so. */
export type CardRefusal =
  | 'expired'
  | 'other-currency'
  | 'not-enough'
  | 'nothing-redeemed'
  | 'more-than-redeemed';

/** Money that goes back on an expired card can be spent for so long. */
const refundMs = 30 * 86_400_000;

/** The balance of a card with one more posting; a refund leaves time to spend it. */
export const applyCardPosting = <T extends CardState>(card: T, posting: CardPosting): T => {
  const balance = card.balance + posting.amount;
  if (posting.kind !== 'refund' || card.expiresAt === undefined) return { ...card, balance };
  return { ...card, balance, expiresAt: Math.max(card.expiresAt, posting.at + refundMs) };
};

/** Whether time has taken what is left on a card. */
export const isExpired = (input: { card: CardState; now: number }): boolean =>
  input.card.expiresAt !== undefined && input.card.expiresAt <= input.now;

type Draft = Omit<CardPosting, 'seq'>;

/** What time has brought: the rest of an expired card is taken off. */
export const planExpiry = (input: { card: CardState; now: number }): Draft | undefined => {
  const { card, now } = input;
  if (!isExpired(input) || card.balance === 0) return undefined;
  return { key: `expire:${card.expiresAt ?? 0}`, kind: 'expire', at: now, amount: -card.balance };
};

/** Why an amount (minor units) cannot be taken from a card; undefined when it can. */
export const redeemRefusal = (input: {
  card: CardState;
  amount: number;
  currency: string;
  now: number;
}): CardRefusal | undefined => {
  const { card, amount, currency } = input;
  if (isExpired(input)) return 'expired';
  if (card.currency !== currency) return 'other-currency';
  return card.balance < amount ? 'not-enough' : undefined;
};

/** Gives back what one posting redeemed, or a part; never more than is still redeemed of it. The rest by default. */
export const planRefund = (input: {
  /** The postings under the key that redeemed, and those that refunded it. */
  postings: readonly CardPosting[];
  redemption: string;
  amount: number | undefined;
  key: string;
  now: number;
}): Draft | CardRefusal => {
  const { postings, redemption, key, now } = input;
  const redeemed = postings.find((one) => one.kind === 'redeem' && one.key === redemption);
  if (redeemed === undefined) return 'nothing-redeemed';
  const back = postings.filter(({ kind, of }) => kind === 'refund' && of === redemption);
  const left = -redeemed.amount - back.reduce((sum, { amount }) => sum + amount, 0);
  const amount = input.amount ?? left;
  if (amount > left || amount <= 0) return 'more-than-redeemed';
  const { ref } = redeemed;
  return { key, kind: 'refund', at: now, amount, of: redemption, ...(ref === undefined ? {} : { ref }) };
};
