import type { Follow } from '../../activities/ports/events.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { toMinor } from '../../domain/money.ts';
import type { StoredEvent } from '../../domain/events/event.ts';
import { simulate } from '../../domain/simulate/simulate.ts';
import type { PlayInput, SimulatedEvent, SimulateInput } from '../../domain/simulate/simulation.ts';
import type { Assembled } from '../engine/assemble.ts';

/** An engine on which one story is played. */
export type EnginePlay = {
  readonly assembled: Assembled;
  readonly tenant: string;
  readonly profileId: string;
};

const nothing: Follow = { joined: [], left: [], changed: [], rules: [] };

/** Brings the clock of the tenant to an instant, with everything that is due on the way and what it causes. */
export const advanceTo = async ({ assembled, tenant }: EnginePlay, at: number): Promise<void> => {
  await assembled.advance({ tenant, byMs: Math.max(0, at - assembled.engine.clock.now(tenant)) });
};

/** Writes what happened before the story as done: conditions look back on it, and nothing comes of it. */
const writeHistory = async (play: EnginePlay, history: readonly StoredEvent[]): Promise<void> => {
  const { events } = play.assembled.opened.stores;
  const { tenant, profileId } = play;
  for (const event of history) {
    await events.insert({ rows: [{ event: { ...event, tenant, profileId }, state: 'recorded' }] });
    await events.assign({ tenant, messageId: event.messageId, profileId, follow: nothing });
  }
};

/** Orders that make what is known of a person's orders: the engine works it out anew at the next one. */
const writeOrders = async (play: EnginePlay, profile: Profile, currency: string): Promise<void> => {
  const { orders, revenue, refunded, firstOrderAt, lastOrderAt, products } = profile.computed;
  const { tenant, profileId } = play;
  for (let n = 0; n < orders; n += 1) {
    const isLast = n === orders - 1;
    const placed = Date.parse((isLast ? lastOrderAt : firstOrderAt) ?? profile.createdAt);
    const gross = isLast ? (toMinor({ amount: revenue + refunded, currency }) ?? 0) : 0;
    const back = isLast && refunded > 0 ? { known: toMinor({ amount: refunded, currency }) ?? 0 } : undefined;
    await play.assembled.opened.stores.orders.change({
      tenant,
      profileId,
      order: {
        orderId: `before-${n}`,
        placedAt: placed,
        currency,
        revenue: gross,
        lines: isLast ? products.map((productId) => ({ productId, quantity: 1 })) : [],
        ...(back === undefined ? {} : { refunds: back }),
      },
    });
  }
};

/** Puts the person of a play into an engine, as they are when it begins. */
export const setPerson = async (input: { play: EnginePlay; told: SimulateInput }): Promise<void> => {
  const { play, told } = input;
  const { start, history = [] } = told;
  const before = told.events.filter((event) => event.receivedAt < start);
  const scene = await simulate({
    ...told,
    events: before,
    enter: [],
    entriesUntil: start - 1,
    until: start - 1,
  });
  const profile = { ...scene.profile, tenant: play.tenant, outbox: [], applied: [] };
  await play.assembled.opened.stores.profiles.insert(profile);
  await writeOrders(play, profile, told.workspace.settings.currency);
  await writeHistory(play, [...history, ...before]);
};

const messageOf = async (play: EnginePlay, step: string | undefined): Promise<string | undefined> => {
  if (step === undefined) return undefined;
  const { tenant, profileId } = play;
  const sent = await play.assembled.opened.stores.reads.messages({ tenant, profileId, limit: 200 });
  return sent.find((one) => one.step === step && one.status === 'accepted')?.id;
};

/** Brings in one event of the story at its time, and waits until all that follows at once was done. */
export const happen = async (play: EnginePlay, event: SimulatedEvent): Promise<void> => {
  const { assembled, tenant, profileId } = play;
  await advanceTo(play, event.receivedAt);
  const { about, tenant: _tenant, receivedAt: _receivedAt, ...accepted } = event;
  const messageId = await messageOf(play, about);
  const tied = messageId === undefined || 'message_id' in event.properties ? {} : { message_id: messageId };
  await assembled.engine.accept({
    tenant,
    events: [{ ...accepted, profileId, properties: { ...tied, ...event.properties } }],
  });
  await assembled.comeToRest(tenant);
};

/** The entries somebody asks for, as events. */
export const requestsOf = (told: Pick<PlayInput, 'enter' | 'start'>, play: EnginePlay, journey: string) =>
  (told.enter ?? []).map(({ at, key, properties = {} }, n): SimulatedEvent => ({
    messageId: `request-${n}`,
    type: 'track',
    name: 'Journey Entry Requested',
    externalIds: [],
    properties: { ...properties, journey, ...(key === undefined ? {} : { key }) },
    traits: {},
    context: {},
    timestamp: at,
    receivedAt: at,
    source: 'ciclo',
    backfill: false,
    tenant: play.tenant,
  }));
