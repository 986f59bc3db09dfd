import { randomOf, type Random } from '../harness/random.ts';
import { createOrdersOf, type OrderEvent } from './history-orders.ts';

export const dayMs = 86_400_000;
export const hourMs = 3_600_000;
/** The shop opens, and is open for two years. */
export const shopStart = Date.UTC(2024, 0, 1);
export const shopDays = 730;
export const shopEnd = shopStart + shopDays * dayMs;

export const pick = <const T>(random: Random, from: readonly [T, ...T[]]): T =>
  from[Math.floor(random() * from.length)] ?? from[0];

/** Something that happened, as a shop tells it: a call of Segment’s, with amounts as decimals. */
export type ShopEvent = {
  readonly user: string;
  readonly type: 'track' | 'identify';
  readonly name: string;
  readonly at: number;
  readonly traits: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string | boolean>>;
};

export type Mail = {
  readonly id: string;
  readonly journey: string;
  readonly channel: string;
  readonly class: 'marketing' | 'transactional';
  readonly at: number;
  readonly openedAt?: number;
  readonly clickedAt?: number;
  readonly bouncedAt?: number;
  readonly complainedAt?: number;
  readonly unsubscribedAt?: number;
};

/** What a run decided; `run` counts from 0. */
export type Decided = {
  readonly run: number;
  readonly kind: string;
  readonly step?: string;
  readonly at: number;
};

/** Who takes part in the holdout, and what came of it in minor units. */
export type Arm = {
  readonly arm: string;
  readonly at: number;
  readonly isConverted: boolean;
  readonly value: number;
};

export type Posting = {
  readonly kind: 'earn' | 'spend';
  readonly at: number;
  readonly active: number;
  readonly pending: number;
  readonly order?: string;
};

/** Everything that happened with one customer. */
export type PersonHistory = {
  readonly user: string;
  readonly arrivedAt: number;
  readonly country: string;
  /** Who runs the mailbox. */
  readonly mailbox: string;
  readonly events: readonly ShopEvent[];
  readonly orders: readonly OrderEvent[];
  readonly mails: readonly Mail[];
  readonly decisions: readonly Decided[];
  readonly arm: Arm;
  readonly postings: readonly Posting[];
};

const hosts = { Gmail: 'gmail.com', Yahoo: 'yahoo.com', other: 'post.example' } as const;

/** Agrees on arrival; some say so twice, some take it back, and some of those agree again. */
const consentsOf = (random: Random, user: string, arrivedAt: number): readonly ShopEvent[] => {
  const say = (name: string, at: number, topic = '*'): ShopEvent => ({
    user,
    type: 'track',
    name,
    at,
    traits: {},
    properties: { channel: 'email', topic, source: 'checkout' },
  });
  const events = [say('Consent Granted', arrivedAt + 60_000)];
  if (random() < 0.05) events.push(say('Consent Granted', arrivedAt + 10 * dayMs));
  if (random() < 0.05) events.push(say('Consent Granted', arrivedAt + 11 * dayMs, 'news'));
  if (random() >= 0.12) return events;
  events.push(say('Consent Withdrawn', arrivedAt + 30 * dayMs));
  if (random() < 0.3) events.push(say('Consent Granted', arrivedAt + 90 * dayMs));
  return events;
};

/** About a message a month from two journeys; some are read, some bounce, few annoy. */
const mailsOf = (random: Random, user: string, arrivedAt: number): readonly Mail[] => {
  const mails: Mail[] = [];
  for (let at = arrivedAt + dayMs; at < shopEnd; at += dayMs) {
    if (random() >= 1 / 30) continue;
    const acceptedAt = at + Math.floor(random() * 86_400) * 1000;
    const openedAt = random() < 0.35 ? acceptedAt + hourMs : undefined;
    const clickedAt = openedAt !== undefined && random() < 0.3 ? openedAt + hourMs : undefined;
    const note = (share: number, hours: number): number | undefined =>
      random() < share ? acceptedAt + hours * hourMs : undefined;
    const [bouncedAt, complainedAt, unsubscribedAt] = [note(0.01, 1), note(0.002, 2), note(0.004, 3)];
    mails.push({
      id: `m-${user}-${mails.length}`,
      journey: pick(random, ['winback', 'newsletter']),
      channel: random() < 0.9 ? 'email' : 'sms',
      class: random() < 0.95 ? 'marketing' : 'transactional',
      at: acceptedAt,
      ...(openedAt === undefined ? {} : { openedAt }),
      ...(clickedAt === undefined ? {} : { clickedAt }),
      ...(bouncedAt === undefined ? {} : { bouncedAt }),
      ...(complainedAt === undefined ? {} : { complainedAt }),
      ...(unsubscribedAt === undefined ? {} : { unsubscribedAt }),
    });
  }
  return mails;
};

/** Runs of `winback`: all enter, most wait, some get a mail, some reach the goal; half of the people come twice. */
const decisionsOf = (random: Random, arrivedAt: number): readonly Decided[] => {
  const decisions: Decided[] = [];
  for (let run = 0; run < (random() < 0.5 ? 1 : 2); run += 1) {
    let at = arrivedAt + Math.floor(random() * 300 * 24) * hourMs;
    const say = (kind: string, step?: string): void => {
      at += hourMs;
      decisions.push({ run, kind, at, ...(step === undefined ? {} : { step }) });
    };
    say('entered');
    if (random() < 0.1) continue;
    say('waited', 'pause');
    say(random() < 0.6 ? 'sent' : random() < 0.7 ? 'skipped' : 'failed', 'mail');
    if (random() < 0.3) say('sent', 'second');
    if (random() < 0.2) say('converted');
  }
  return decisions;
};

const postingsOf = (random: Random, orders: readonly OrderEvent[]): readonly Posting[] =>
  orders.flatMap(({ name, order, at, revenue = 0 }): Posting[] => {
    if (name !== 'Order Completed' || random() >= 0.5) return [];
    const points = Math.floor(revenue / 100);
    const isPending = random() < 0.1;
    const earned: Posting = {
      kind: 'earn',
      at,
      active: isPending ? 0 : points,
      pending: isPending ? points : 0,
      order,
    };
    if (isPending || random() >= 0.1) return [earned];
    return [earned, { kind: 'spend', at: at + dayMs, active: -Math.floor(points / 2), pending: 0 }];
  });

/** One customer of the shop, the same for the same seed and number. */
const personHistory = (seed: number, n: number): PersonHistory => {
  const random = randomOf(seed * 7_919 + n * 104_729 + 1);
  const user = `c${n}`;
  const arrivedAt =
    shopStart + Math.floor(random() * shopDays * 0.9) * dayMs + Math.floor(random() * 24) * hourMs;
  const country = pick(random, ['ES', 'DE', 'FR', 'PT']);
  const mailbox = pick(random, ['Gmail', 'Yahoo', 'other']);
  const email = `${user}@${hosts[mailbox]}`;
  const orders = createOrdersOf({ random, user, arrivedAt });
  return {
    user,
    arrivedAt,
    country,
    mailbox,
    events: [
      {
        user,
        type: 'identify',
        name: 'identify',
        at: arrivedAt,
        traits: { email, country },
        properties: {},
      },
      ...consentsOf(random, user, arrivedAt),
    ],
    orders,
    mails: mailsOf(random, user, arrivedAt),
    decisions: decisionsOf(random, arrivedAt),
    arm: {
      arm: random() < 0.2 ? 'held-out' : 'treated',
      at: arrivedAt,
      isConverted: random() < 0.3,
      value: random() < 0.3 ? Math.floor(random() * 5000) : 0,
    },
    postings: postingsOf(random, orders),
  };
};

/**
 * The customers of a shop of two years, the same for the same seed. They arrive evenly, order about every 90 days (twice as often in
 * December, a third less in July and August), buy a pot with tea more often than by chance, and get about one message a month
 * from two journeys. Some orders are changed, refunded, cancelled, tests, or of another currency; of some goods nobody says the cost.
 */
export const peopleOfShop = (input: { people: number; seed: number }): readonly PersonHistory[] =>
  Array.from({ length: input.people }, (_, n) => personHistory(input.seed, n));
