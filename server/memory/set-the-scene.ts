import type { Stage } from '../../engine/dry-runs/stage.ts';
import { indexRecord } from '../../engine/records/index-record.ts';
import { addressHashes } from '../../engine/messages/send/reach.ts';
import type { Keyring } from '../../engine/access/keyring-port.ts';
import type { Run } from '../../engine/runs/ports.ts';
import type { StoredEvent } from '../../domain/events/event.ts';
import { addressOf } from '../../domain/gate/reach.ts';
import { hashId } from '../../domain/hash.ts';
import { newRunState } from '../../domain/journey/reduce/run-state.ts';
import { openingAccount } from '../../domain/loyalty/opening-account.ts';
import { toMinor } from '../../domain/money.ts';
import { orderChange } from '../../domain/orders/order-change.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { EarlierRun, PlayInput } from '../../domain/simulate/simulation.ts';
import type { Stores } from '../stores/stores.ts';

type Scene = {
  readonly stores: Pick<
    Stores,
    'profiles' | 'orders' | 'events' | 'offers' | 'runs' | 'suppressions' | 'records'
  >;
  readonly tenant: string;
  readonly profileId: string;
};

/** Orders that make what is known of a person's orders: the engine works it out again at the next one. */
export const writeOrders = async (scene: Scene & { profile: Profile; currency: string }): Promise<void> => {
  const { stores, tenant, profileId, profile, currency } = scene;
  const { orders, revenue, refunded, firstOrderAt, lastOrderAt, products } = profile.computed;
  for (let n = 0; n < orders; n += 1) {
    const isLast = n === orders - 1;
    const placed = Date.parse((isLast ? lastOrderAt : firstOrderAt) ?? profile.createdAt);
    const gross = isLast ? (toMinor({ amount: revenue + refunded, currency }) ?? 0) : 0;
    const back = isLast && refunded > 0 ? { known: { revenue: refunded } } : undefined;
    const stamp = { at: placed, rank: 0, by: `before-${n}` } as const;
    const lines = isLast ? products.map((productId) => ({ productId, quantity: 1 })) : [];
    await stores.orders.change({
      tenant,
      profileId,
      order: {
        orderId: hashId('before', profileId, n),
        placedAt: placed,
        money: { ...stamp, currency, revenue: gross, discount: 0 },
        goods: { ...stamp, lines },
        ...(back === undefined ? {} : { refunds: back }),
      },
    });
  }
};

/** Writes what happened before a play as done: conditions look back on it, and nothing comes of it. */
export const writeHistory = async (scene: Scene & { history: readonly StoredEvent[] }): Promise<void> => {
  const { stores, tenant, profileId, history } = scene;
  if (history.length === 0) return;
  const rows = history.map((event) => ({
    event: { ...event, tenant, profileId },
    state: 'recorded' as const,
  }));
  await stores.events.insert({ rows });
  const follow = { joined: [], left: [], changed: [], rules: [] };
  await Promise.all(history.map(({ id }) => stores.events.assign({ tenant, id, profileId, follow })));
};

/** The coupons somebody was given before count against what one person may get. */
const writeIssued = async (
  scene: Scene & { issued: NonNullable<PlayInput['issued']>; at: number },
): Promise<void> => {
  const { stores, tenant, profileId, issued, at } = scene;
  for (const [offer, codes] of Object.entries(issued)) {
    for (const [n, code] of codes.entries()) {
      await stores.offers.issue({
        coupon: { tenant, offer, profileId, issueKey: hashId('before', profileId, offer, n), issuedAt: at },
        codes: [code],
        shared: true,
        total: undefined,
        perPerson: codes.length,
        worth: undefined,
        totalValue: undefined,
      });
    }
  }
};

/** Writes the records about somebody as they are; nothing is told of them. */
const writeRecords = async (
  scene: Scene & { stage: Stage; records: NonNullable<PlayInput['records']> },
): Promise<void> => {
  const { stores, stage, tenant, records } = scene;
  for (const record of records) {
    const object = stage.live.objects.get(record.kind);
    if (object === undefined) continue;
    const whole = { ...record, tenant, links: [] };
    const { revision, updatedAt: at, updatedBy: by } = record;
    const note = { revision, at, by, act: 'created' as const, changes: [], events: [] };
    // Values that are unique are claimed by the records that there are, not by what is looked at of them.
    const index = { ...indexRecord({ object, record: whole }), uniques: [] };
    await stores.records.create({ record: whole, index, note });
  }
};

const earlierRun = (input: { stage: Stage; tenant: string; profileId: string; run: EarlierRun }): Run => {
  const { stage, tenant, profileId, run } = input;
  const journey = stage.journey.definition.key;
  const id = hashId(tenant, journey, profileId, run.entryKey, 1);
  return {
    id,
    tenant,
    journey,
    version: stage.live.journeys.get(journey)?.version ?? 1,
    profileId,
    entryKey: run.entryKey,
    occasion: 1,
    cause: 'before',
    entry: null,
    enteredAt: run.enteredAt,
    status: run.isActive ? 'active' : 'ended',
    state: { ...newRunState({ since: run.enteredAt }), outcome: run.isActive ? null : 'completed' },
    step: null,
    hears: [],
    workflowId: id,
    parked: true,
    rev: 0,
  };
};

/** Does any of these tell of an order? Then what is known of earlier ones must be there as orders. */
const hasOrders = (input: { play: PlayInput; currency: string }): boolean =>
  input.play.events.some((event) => orderChange({ event, currency: input.currency }) !== undefined);

/** Opens the points accounts somebody has, so that what they earn and spend comes on top. */
const writePoints = async (input: {
  stores: Pick<Stores, 'points'>;
  tenant: string;
  profile: Profile;
  at: number;
}): Promise<void> => {
  const { stores, tenant, profile, at } = input;
  for (const [program, facts] of Object.entries(profile.loyalty ?? {})) {
    await stores.points.commit({
      tenant,
      profileId: profile.id,
      program,
      state: openingAccount({ facts, at }),
      rev: 0,
      tail: [],
      news: [],
      warnedTo: at,
      isStale: false,
    });
  }
};

/** Puts somebody into the stores of an engine as they are before a play: known, and nothing under way. */
export const setTheScene = async (input: {
  stores: Stores;
  stage: Stage;
  play: PlayInput;
  keyring: Keyring;
}): Promise<void> => {
  const { stores, stage, play, keyring } = input;
  const { tenant, currency } = stage.settings;
  const { profile, history = [], issued = {}, earlier = [], suppressed = [], records = [], start } = play;
  const profileId = profile.id;
  const scene: Scene = { stores, tenant, profileId };
  // The runs it is watched for are not in the play.
  const { watches: _watches, ...person } = profile;
  await stores.profiles.insert({ ...person, tenant, outbox: [], applied: [] });
  if (hasOrders({ play, currency })) await writeOrders({ ...scene, profile, currency });
  await writeHistory({ ...scene, history });
  await writeIssued({ ...scene, issued, at: start });
  await writePoints({ stores, tenant, profile, at: start });
  await writeRecords({ ...scene, stage, records });
  for (const run of earlier) await stores.runs.insert(earlierRun({ stage, tenant, profileId, run }));
  for (const channel of suppressed) {
    const address = addressOf({ profile, channel });
    if (address === undefined) continue;
    const hashes = addressHashes({ keyring, tenant, channel, address });
    await stores.suppressions.add({ tenant, channel, addressHashes: hashes, reason: 'known', at: start });
  }
};
