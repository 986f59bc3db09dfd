import { randomUUID } from 'node:crypto';

import { scoreReferral } from '../domain/referrals/score-referral.ts';
import { referralSettings } from '../domain/workspace/referral-settings.ts';
import { gatherFacts } from '../engine/referrals/gather-facts.ts';
import type { EventRow } from '../engine/events/ports.ts';
import { addPeople, median, timed, track } from './measures.ts';
import type { Row } from './rows.ts';
import { type AnyDoc, connectPlain, seed } from './seed.ts';
import type { Stage } from './stage.ts';

const tenant = 'bench';
const many = Number(process.env['BENCH_REFERRALS'] ?? 100_000);
const few = 1000;
const checks = 300;
const hour = 3_600_000;

const referralOf = (n: number, now: number): AnyDoc => ({
  _id: `${tenant}:r-${n}`,
  tenant,
  id: `r-${n}`,
  code: `CODE${n % 20_000}`,
  advocate: `advocate-${n % 20_000}`,
  friend: `friend-${n}`,
  state: n % 5 === 0 ? 'clicked' : 'rewarded',
  at: now - (n % 8000) * hour,
  orderId: `order-${n}`,
  history: [],
  told: 0,
  rev: 1,
});

const markOf = (n: number, now: number): AnyDoc => ({
  _id: `${tenant}:mark-${n}`,
  tenant,
  kind: 'mailbox',
  mark: `mark-${n}`,
  profileId: `friend-${n}`,
  at: now,
});

/** Fraud checks of a referral (marks, circles, velocity, orders) among many referrals; against the same among 1,000. */
export const fraudChecks = async (stage: Stage): Promise<Row> => {
  await addPeople({ stage, prefix: 'fraud', count: 100 });
  const { engine, opened } = stage.assembled;
  const ids = Array.from({ length: 100 }, (_, n) => `user:fraud${n}`);
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
  const add = async (from: number, to: number): Promise<void> => {
    const of = (make: (n: number, at: number) => AnyDoc) => (n: number) => make(from + n, now);
    await seed({
      collection: connection.collection<AnyDoc>('referrals'),
      count: to - from,
      docOf: of(referralOf),
    });
    await seed({
      collection: connection.collection<AnyDoc>('referralMarks'),
      count: to - from,
      docOf: of(markOf),
    });
  };
  const rounds = async (): Promise<number> => median([await speed(), await speed(), await speed()]);
  await add(0, few);
  await speed();
  const before = await rounds();
  await add(few, many);
  const after = await rounds();
  await connection.close();
  return {
    name: `fraud checks of a referral among ${many.toLocaleString('en')}, against the same among ${few.toLocaleString('en')}`,
    ours: `${after.toFixed(0)} a second`,
    against: `${before.toFixed(0)} a second`,
    ratio: after / before,
    least: 0.8,
  };
};
