import { reachOf, type StoredEvent, toEventFact } from '../events/event.ts';
import { hashId } from '../hash.ts';
import type { JsonObject } from '../json.ts';
import { applyEvent } from '../profiles/apply-event.ts';
import { applyRule } from '../profiles/apply-rule.ts';
import { computeFromOrders, mergeOrder, orderChange } from '../profiles/orders.ts';
import type { Computed, Profile } from '../profiles/profile.ts';
import { segmentChanges } from '../profiles/segments.ts';
import type { FiredRule } from '../rules/rule-set.ts';
import { hourIn } from '../time/hour-in.ts';
import { noteEvent, personFactsIn, type World, zoneIn } from './world.ts';

/** A trait that was changed. */
export type TraitChange = { readonly name: string; readonly from: unknown; readonly to: unknown };

/** An event of the engine's own, now. */
export const ownEvent = (input: { world: World; name: string; properties: JsonObject }): StoredEvent => {
  const { world, name, properties } = input;
  const { now, profile, settings } = world;
  return {
    messageId: hashId('own', profile.id, name, JSON.stringify(properties), now, world.log.length),
    type: 'track',
    name,
    externalIds: [],
    properties,
    traits: {},
    context: {},
    timestamp: now,
    receivedAt: now,
    source: 'ciclo',
    backfill: false,
    profileId: profile.id,
    tenant: settings.tenant,
  };
};

/**
 * Works out the segments anew. Memberships of segments nobody defined stay as they are. Whoever joined or left is told,
 * unless it is done silently.
 */
export const updateSegments = async (input: { world: World; isSilent?: boolean }): Promise<void> => {
  const { world } = input;
  const defined = new Set(world.segments.map((segment) => segment.key));
  const after = world.profile.segments.filter((key) => !defined.has(key));
  let recheckAt: number | undefined;
  for (const segment of world.segments) {
    const facts = { ...personFactsIn(world), zone: world.settings.timezone, segments: after };
    const { isMember, changesAt } = await segment.membership(facts);
    if (isMember) after.push(segment.key);
    if (changesAt !== undefined) recheckAt = Math.min(recheckAt ?? changesAt, changesAt);
  }
  const { joined, left } = segmentChanges({ before: world.profile.segments, after });
  const { recheckAt: _before, ...rest } = world.profile;
  world.profile = { ...rest, segments: after, ...(recheckAt === undefined ? {} : { recheckAt }) };
  if (input.isSilent === true) return;
  for (const segment of joined) {
    world.inbox.push(ownEvent({ world, name: 'Segment Joined', properties: { segment } }));
  }
  for (const segment of left) {
    world.inbox.push(ownEvent({ world, name: 'Segment Left', properties: { segment } }));
  }
};

/** What is known of orders: those of the story added to what was known before it. */
const added = (before: Computed, story: Computed): Computed => {
  const orders = before.orders + story.orders;
  const cents = (amount: number): number => Math.round(amount * 1000) / 1000;
  const revenue = cents(before.revenue + story.revenue);
  const firstOrderAt = before.firstOrderAt ?? story.firstOrderAt;
  const lastOrderAt = story.lastOrderAt ?? before.lastOrderAt;
  return {
    orders,
    revenue,
    averageOrder: before.orders === 0 ? story.averageOrder : cents(revenue / Math.max(1, orders)),
    refunded: cents(before.refunded + story.refunded),
    ...(firstOrderAt === undefined ? {} : { firstOrderAt }),
    ...(lastOrderAt === undefined ? {} : { lastOrderAt }),
    products: [...new Set([...before.products, ...story.products])],
  };
};

const withOrders = (input: { world: World; event: StoredEvent; profile: Profile }): Profile => {
  const { world, event, profile } = input;
  const { currency } = world.settings;
  const change = orderChange({ event, currency });
  if (change === undefined) return profile;
  world.orders.set(change.orderId, mergeOrder(world.orders.get(change.orderId), change));
  const story = computeFromOrders({ orders: [...world.orders.values()], currency });
  return { ...profile, computed: added(world.before, story) };
};

const changesOf = (input: { before: Profile; after: Profile }): readonly TraitChange[] =>
  Object.keys(input.after.traitTimes).flatMap((name) => {
    const from = input.before.traits[name];
    const to = input.after.traits[name];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ name, from: from ?? null, to: to ?? null }];
  });

/** Applies an event to the person: what it tells, orders, the rules its name concerns, segments. */
export const applyToPerson = async (input: {
  world: World;
  event: StoredEvent;
  /** Nothing follows from it: history, or too old. */
  isSilent: boolean;
}): Promise<{ readonly changed: readonly TraitChange[]; readonly fired: readonly FiredRule[] }> => {
  const { world, event, isSilent } = input;
  const { stages } = world.settings;
  const before = world.profile;
  const hour = hourIn({ at: event.timestamp, zone: zoneIn(world) });
  const told = applyEvent({ profile: before, event, stages, hour });
  world.profile = withOrders({ world, event, profile: told });
  noteEvent({ world, event });
  const facts = { ...personFactsIn(world), event: toEventFact(event) };
  const fired = isSilent ? [] : await world.rules.decide({ eventName: event.name, facts });
  for (const { rule } of fired) {
    const { profile } = world;
    world.profile = applyRule({ profile, event: rule.event, stages, at: event.timestamp });
  }
  await updateSegments({ world, isSilent });
  return { changed: changesOf({ before, after: world.profile }), fired };
};

/** Whether an event may start and wake anything. */
export const isLive = (input: { world: World; event: StoredEvent }): boolean =>
  input.event.receivedAt >= input.world.input.start && reachOf(input.event) === 'fires';
