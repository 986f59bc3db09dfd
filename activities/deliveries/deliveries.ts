import { messageOf } from '../../domain/errors.ts';
import { type AcceptedEvent, eventTypes } from '../../domain/events/event.ts';
import { isObject, type JsonObject, toJson, isJsonObject } from '../../domain/json.ts';
import type { Normalised } from '../../plugins/runtime/receive.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../dispatch/dispatcher.ts';
import type { Accept } from '../dispatch/accept.ts';
import type { LiveWorkspaces } from '../live/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { DeliveryRow, DeliveryStore } from '../ports/deliveries.ts';

export type Deliveries = {
  /** Normalises a stored delivery now; never throws. */
  readonly kick: (input: { tenant: string; id: string }) => void;
  /** Takes over what a crash or a failure left; how many. */
  readonly sweep: () => Promise<number>;
  /** Settles when nothing is being normalised. */
  readonly idle: () => Promise<void>;
};

type Made = Extract<Normalised, { kind: 'events' }>['events'][number];

const bag = (value: unknown): JsonObject => {
  const json = isObject(value) ? toJson(value) : {};
  return isJsonObject(json) ? json : {};
};

/** The event a plugin made, as the engine accepts it. */
export const toAccepted = (input: { event: Made; source: string }): AcceptedEvent => {
  const { event, source } = input;
  const type = eventTypes.find((one) => one === event.type) ?? 'track';
  return {
    messageId: event.messageId,
    type,
    name: event.type === 'track' ? event.event : event.type,
    externalIds: event.externalIds ?? [],
    properties: bag('properties' in event ? event.properties : {}),
    traits: bag('traits' in event ? event.traits : {}),
    context: bag(event.context),
    timestamp: Date.parse(event.timestamp),
    source,
    backfill: false,
    ...(event.userId === undefined ? {} : { userId: event.userId }),
    ...(event.anonymousId === undefined ? {} : { anonymousId: event.anonymousId }),
    ...(event.type === 'alias' ? { previousId: event.previousId } : {}),
    ...(event.type === 'group' ? { groupId: event.groupId } : {}),
  };
};

const attemptsMax = 8;
const leaseMs = 30_000;
const sweepLimit = 200;

/**
 * Makes the second half of inbound webhooks: what was stored raw becomes events. What cannot be read is tried
 * again later, since a mended plugin may read it, and set aside in the end.
 */
export const createDeliveries = (deps: {
  deliveries: DeliveryStore;
  live: LiveWorkspaces;
  plugins: Plugins;
  accept: Accept;
  clock: Clock;
  log: Log;
}): Deliveries => {
  const running = new Set<Promise<void>>();

  const normalise = async (row: DeliveryRow): Promise<void> => {
    const { tenant, id, instance, webhook, request, receivedAt } = row;
    const live = await deps.live.of(tenant);
    const made = deps.plugins
      .runtime(live)
      .normalise({ tenant, instance, webhook, request, now: receivedAt });
    if (made.kind === 'failed') {
      const attempts = row.attempts + 1;
      const due =
        attempts >= attemptsMax ? undefined : deps.clock.wall() + Math.min(3_600_000, 1000 * 4 ** attempts);
      deps.log.error(
        { tenant, instance, delivery: id, code: made.code, attempts },
        'A delivery could not be read.',
      );
      await deps.deliveries.fail({ tenant, id, error: `${made.code}: ${made.message}`.slice(0, 500), due });
      return;
    }
    const events = made.events.map((event) => toAccepted({ event, source: instance }));
    if (events.length > 0) await deps.accept({ tenant, events });
    await deps.deliveries.finish({ tenant, id });
  };

  const track = (work: Promise<void>): Promise<void> => {
    const tracked = work
      .catch((thrown: unknown) => {
        // Its lease runs out and the sweep takes it over.
        deps.log.warn({ error: messageOf(thrown) }, 'A delivery could not be normalised yet.');
      })
      .finally(() => running.delete(tracked));
    running.add(tracked);
    return tracked;
  };

  return {
    kick: ({ tenant, id }) => {
      void track(
        (async () => {
          const row = await deps.deliveries.get({ tenant, id });
          if (row?.state === 'pending') await normalise(row);
        })(),
      );
    },
    sweep: async () => {
      const wall = deps.clock.wall();
      const rows = await deps.deliveries.takeDue({ wall, lease: wall + leaseMs, limit: sweepLimit });
      await Promise.all(rows.map((row) => track(normalise(row))));
      return rows.length;
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
};
