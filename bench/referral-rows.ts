import { randomUUID } from 'node:crypto';

import { scoreReferral } from '../domain/referrals/score-referral.ts';
import { referralSettings } from '../domain/workspace/referral-settings.ts';
import { gatherFacts } from '../engine/referrals/gather-facts.ts';
import type { EventRow } from '../engine/events/ports.ts';
import { addPeople, median, timed, track } from './measures.ts';
import type { Row } from './rows.ts';
import { type AnyDoc, connectPlain, seedThenIndex } from './seed.ts';
import type { Stage } from './stage.ts';

const tenant = 'bench';
/** How many referrals there are, one after the other: `BENCH_REFERRALS` is the last. */
const last = Number(process.env['BENCH_REFERRALS'] ?? 100_000);
const sizes = [...[1000, 10_000, 100_000].filter((size) => size < last), last];
const checks = 300;
const hour = 3_600_000;
const perAdvocate = 5;
/** Those who are checked, and their place in the set: in all sizes they have brought five others, and were brought over four. */
const known = 100;
const firstKnown = 100;

/** Everybody of the set has brought five others, so the way up from anybody is as long as the logarithm. */
type NameOf = (n: number) => string;

const referralOf = (input: { n: number; nameOf: NameOf; now: number }): AnyDoc => {
  const { n, nameOf, now } = input;
  const advocate = Math.floor(n / perAdvocate);
  return {
    _id: `${tenant}:r-${n}`,
    tenant,
    id: `r-${n}`,
    code: `CODE${advocate}`,
    advocate: nameOf(advocate),
    friend: nameOf(n + 1),
    state: n % 5 === 0 ? 'clicked' : 'rewarded',
    at: now - (n % 8000) * hour,
    orderId: `order-${n}`,
    history: [],
    told: 0,
    rev: 1,
  };
};

const markOf = (input: { n: number; nameOf: NameOf; now: number }): AnyDoc => {
  const { n, nameOf, now } = input;
  return {
    _id: `${tenant}:mark-${n}`,
    tenant,
    kind: 'mailbox',
    mark: `mark-${n}`,
    profileId: nameOf(n + 1),
    at: now,
  };
};

/** Fraud checks of a referral (marks, circles, velocity, orders) among more and more referrals; against the same among 1,000. */
export const fraudChecks = async (stage: Stage): Promise<Row> => {
  await addPeople({ stage, prefix: 'fraud', count: known });
  const { engine, opened } = stage.assembled;
  const ids = Array.from({ length: known }, (_, n) => `user:fraud${n}`);
  const people = await opened.stores.profiles.withIds({ tenant, ids });
  const now = Date.now();
  const settings = referralSettings({ referral: {} });
  if (settings === undefined) throw new Error('There is no programme.');
  const check = async (n: number): Promise<void> => {
    const advocate = people[n % people.length];
    const friend = people[(n + 1) % people.length];
    if (advocate === undefined || friend === undefined) throw new Error('Nobody was added.');
    const row: EventRow = {
      ...track({
        userId: `fraud${n}`,
        name: 'Order Completed',
        properties: { payment_fingerprint: `card-${n}` },
      }),
      tenant,
      id: randomUUID(),
      receivedAt: now,
      state: 'pending',
      attempts: 0,
    };
    const order = { revenueMinor: 5000, test: false };
    const facts = await gatherFacts({
      deps: engine,
      row,
      advocate,
      friend,
      orderId: `o-${n}`,
      order,
      settings,
      currency: 'EUR',
      now,
    });
    scoreReferral({ facts, settings: settings.fraud });
  };
  const speed = async (): Promise<number> => checks / (await timed({ count: checks, width: 8, job: check }));
  const connection = await connectPlain(stage);
  const nameOf: NameOf = (n) => people[n - firstKnown]?.id ?? `person-${n}`;
  const add = async (from: number, to: number): Promise<void> => {
    for (const [name, make] of [
      ['referrals', referralOf],
      ['referralMarks', markOf],
    ] as const) {
      const docOf = (n: number) => make({ n: from + n, nameOf, now });
      await seedThenIndex({ collection: connection.collection<AnyDoc>(name), count: to - from, docOf });
    }
  };
  const speeds: number[] = [];
  for (const [index, size] of sizes.entries()) {
    await add(sizes[index - 1] ?? 0, size);
    await speed();
    speeds.push(median([await speed(), await speed(), await speed()]));
  }
  await connection.close();
  const [before = 0] = speeds;
  const after = speeds.at(-1) ?? 0;
  const growth = sizes.map((size, n) => `${size.toLocaleString('en')}: ${(speeds[n] ?? 0).toFixed(0)}`);
  return {
    name: `fraud checks of a referral a second, among ${growth.join(', ')}; against the first`,
    ours: `${after.toFixed(0)} a second`,
    against: `${before.toFixed(0)} a second`,
    ratio: after / before,
    least: 0.8,
  };
};
