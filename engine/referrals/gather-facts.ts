import { toMinor } from '../../domain/money.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { isDisposable } from '../../domain/referrals/disposable-domain.ts';
import { emailsOf, type MarkKind, marksOf } from '../../domain/referrals/marks.ts';
import type { ReferralFacts } from '../../domain/referrals/score-referral.ts';
import type { ReferralSettings } from '../../domain/workspace/referral-settings.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { EventRow } from '../events/ports.ts';
import type { OrderStore } from '../people/ports.ts';
import { hashMarks } from './hash-marks.ts';
import type { AdvocateStore, HashedMark, Marked, MarkStore, ReferralStore } from './ports.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Circles of more people than this are not looked for. */
const loopMax = 6;
/** So many others with a mark are looked at. */
const othersMax = 50;

/** Marks that speak of one person behind two accounts; a device or a home is shared by several. */
const personal: ReadonlySet<MarkKind> = new Set(['mailbox', 'phone', 'payment']);

export type FactsDeps = {
  readonly referrals: Pick<ReferralStore, 'counted' | 'count'>;
  readonly referralMarks: MarkStore;
  readonly referralAdvocates: Pick<AdvocateStore, 'suspension'>;
  readonly orders: Pick<OrderStore, 'of'>;
  readonly keyring: Pick<Keyring, 'mac' | 'macs'>;
};

/** A referral that is to be judged. */
export type ReferralCase = {
  readonly row: EventRow;
  readonly advocate: Profile;
  readonly friend: Profile;
  readonly orderId: string;
  /** Absent where the event is no order. */
  readonly order?: { readonly revenueMinor: number; readonly test: boolean };
  readonly settings: ReferralSettings;
  readonly currency: string;
  readonly now: number;
};

type Asked = ReferralCase & { readonly deps: FactsDeps };

/**
 * How many people recommended each other in the circle that this referral closes; 0 for none. Everybody was brought by one
 * person at most, so the way up is a line: one read for each person on it, and mostly none.
 */
const loopOf = async ({ deps, row, advocate, friend }: Asked): Promise<number> => {
  let above = advocate.id;
  for (let people = 2; people <= loopMax; people += 1) {
    const counted = await deps.referrals.counted({ tenant: row.tenant, friend: above });
    if (counted === undefined) return 0;
    if (counted.advocate === friend.id) return people;
    above = counted.advocate;
  }
  return 0;
};

const earlierOrders = async ({ deps, row, friend, orderId }: Asked): Promise<number> => {
  const orders = await deps.orders.of({ tenant: row.tenant, profileId: friend.id });
  return orders.filter(
    (order) =>
      order.orderId !== orderId &&
      order.placedAt !== undefined &&
      order.cancelledAt === undefined &&
      order.placedAt < row.timestamp,
  ).length;
};

const kindsOf = (marks: readonly HashedMark[]): readonly MarkKind[] => [
  ...new Set(marks.map(({ kind }) => kind)),
];

/** What the friend shares, with the advocate and with others. */
const sharing = async (input: Asked) => {
  const { deps, row, advocate, friend } = input;
  const { tenant } = row;
  const { keyring } = deps;
  const own = hashMarks({ keyring, tenant, marks: marksOf({ profile: friend, event: row }) });
  const now = hashMarks({ keyring, tenant, marks: marksOf({ profile: advocate }) });
  const noted = await deps.referralMarks.of({ tenant, profileId: advocate.id });
  const theirs = new Set([...now.known, ...noted].map(({ mark }) => mark));
  const marks = own.known.map(({ mark }) => mark);
  const others = await deps.referralMarks.others({ tenant, profileId: friend.id, marks, limit: othersMax });
  return { shared: kindsOf(own.known.filter(({ mark }) => theirs.has(mark))), others };
};

const knownBy = (input: Asked & { others: readonly Marked[] }): readonly MarkKind[] =>
  kindsOf(
    input.others.filter(
      ({ kind, profileId, orderedAt }) =>
        personal.has(kind) &&
        profileId !== input.advocate.id &&
        orderedAt !== undefined &&
        orderedAt < input.row.timestamp,
    ),
  );

/** Gathers what speaks for and against a referral. Every question is bounded and on an index. */
export const gatherFacts = async (input: Asked): Promise<ReferralFacts> => {
  const { deps, row, advocate, friend, order, settings, currency, now } = input;
  const { tenant } = row;
  const { others, shared } = await sharing(input);
  const counted = await deps.referrals.counted({ tenant, friend: friend.id });
  const since = (ms: number) => deps.referrals.count({ tenant, advocate: advocate.id, since: now - ms });
  const minor = (amount: number): number => toMinor({ amount, currency }) ?? 0;
  const suspension = await deps.referralAdvocates.suspension({ tenant, profileId: advocate.id });
  const crowd = others.filter(
    ({ kind, profileId, at }) => kind === 'device' && profileId !== advocate.id && at > now - dayMs,
  );
  return {
    isSelf: advocate.id === friend.id,
    isSuspended: suspension !== undefined,
    shared,
    known: knownBy({ ...input, others }),
    earlierOrders: await earlierOrders(input),
    countedBefore: counted !== undefined && counted.orderId !== input.orderId,
    loop: advocate.id === friend.id ? 0 : await loopOf(input),
    isDisposable: emailsOf(friend).some(isDisposable),
    lastHour: await since(hourMs),
    lastDay: await since(dayMs),
    onDevice: new Set(crowd.map(({ profileId }) => profileId)).size,
    minOrderMinor: minor(settings.minOrder),
    nearZeroMinor: minor(settings.fraud.nearZero),
    ...(order === undefined ? {} : { order }),
  };
};
