import { CicloError, messageOf } from '../../domain/errors.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import type { ChangeProducts } from '../catalog/change-products.ts';
import type { AboutMessages } from '../messages/about-messages.ts';
import type { Accept } from '../events/accept.ts';
import type { TakeInbound } from '../conversations/take-inbound.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { DeliveryRow, DeliveryStore } from './ports.ts';
import { changesOf } from './product-changes.ts';
import { toAccepted } from './to-accepted.ts';

export type Deliveries = {
  /** Normalises a stored delivery now; never throws. */
  readonly kick: (input: { tenant: string; id: string }) => void;
  /** Takes over what a crash or a failure left; how many. */
  readonly sweep: () => Promise<number>;
  /** Settles when nothing is being normalised. */
  readonly idle: () => Promise<void>;
};

const attemptsMax = 8;
const leaseMs = 30_000;
const sweepLimit = 200;

type Deps = {
  readonly deliveries: DeliveryStore;
  readonly live: LiveWorkspaces;
  readonly plugins: Plugins;
  readonly accept: Accept;
  readonly aboutMessages: AboutMessages;
  readonly takeInbound: TakeInbound;
  readonly changeProducts: ChangeProducts;
  readonly clock: Clock;
  readonly log: Log;
  /** Counts an attempt to read a delivery. */
  readonly meter: { readonly delivery: (input: DeliveryAttempt) => void };
};

/** An attempt to read a delivery: it was read, it failed and is tried again, or it was given up. */
export type DeliveryAttempt = {
  readonly tenant: string;
  readonly instance: string;
  readonly outcome: 'read' | 'failed' | 'dead';
};

type Failure = { readonly code: string; readonly message: string };

/**
 * What else goes wrong than a plugin that says so. A server that is away is no fault of the delivery: it throws, and the
 * delivery is taken over when its lease is over. Everything else counts, or it would be tried for ever unseen.
 */
const failureOf = (thrown: unknown): Failure => {
  if (thrown instanceof CicloError && (thrown.code === 'unavailable' || thrown.code === 'timeout')) {
    throw thrown;
  }
  return { code: thrown instanceof CicloError ? thrown.code : 'internal', message: messageOf(thrown) };
};

/** Notes that a delivery could not be read. */
const createGiveBack =
  (deps: Deps) =>
  async ({ row, failure }: { row: DeliveryRow; failure: Failure }): Promise<void> => {
    const { tenant, id, instance } = row;
    const { code, message } = failure;
    const attempts = row.attempts + 1;
    const isOver = attempts >= attemptsMax;
    const due = isOver ? undefined : deps.clock.systemTime() + Math.min(3_600_000, 1000 * 4 ** attempts);
    deps.log.error({ tenant, instance, delivery: id, code, attempts }, 'A delivery could not be read.');
    await deps.deliveries.fail({ tenant, id, error: `${code}: ${message}`.slice(0, 500), due });
    deps.meter.delivery({ tenant, instance, outcome: isOver ? 'dead' : 'failed' });
  };

/** Makes the reading of a stored delivery: what it tells is kept; answers what was wrong with it. */
const createRead =
  (deps: Deps) =>
  async (row: DeliveryRow): Promise<Failure | undefined> => {
    const { tenant, id, instance, webhook, request, receivedAt } = row;
    const live = await deps.live.of(tenant);
    const made = await deps.plugins
      .runtime(live)
      .read({ tenant, instance, webhook, request, now: receivedAt });
    if (made.kind === 'failed') return made;
    const taken = made.events.map((event) => toAccepted({ event, source: instance, receivedAt }));
    const read = taken.flatMap((one) => (one.ok ? [{ ...one.event, delivery: id }] : []));
    const events = await deps.aboutMessages({ tenant, events: read });
    if (events.length > 0) await deps.accept({ tenant, events });
    const changes = changesOf({ products: made.products, now: receivedAt });
    if (changes.length > 0) await deps.changeProducts({ tenant, changes });
    const messages: Awaited<ReturnType<TakeInbound>>[] = [];
    for (const message of made.messages) {
      messages.push(await deps.takeInbound({ tenant, instance, message, at: receivedAt }));
    }
    const refused = [...taken, ...messages].flatMap((one) => (one.ok ? [] : [one]));
    if (refused[0] !== undefined) return refused[0];
    await deps.deliveries.finish({ tenant, id, isEmpty: events.length === 0 });
    deps.meter.delivery({ tenant, instance, outcome: 'read' });
    return undefined;
  };

/**
 * Makes the second half of inbound webhooks: what was stored raw becomes events. What cannot be read is tried
 * again later, since a fixed plugin may read it, and set aside in the end.
 */
export const createDeliveries = (deps: Deps): Deliveries => {
  const running = new Set<Promise<void>>();
  const giveBack = createGiveBack(deps);
  const read = createRead(deps);

  const normalise = async (row: DeliveryRow): Promise<void> => {
    const failure = await read(row).catch(failureOf);
    if (failure !== undefined) await giveBack({ row, failure });
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
      const systemTime = deps.clock.systemTime();
      const rows = await deps.deliveries.takeDue({
        systemTime,
        lease: systemTime + leaseMs,
        limit: sweepLimit,
      });
      await Promise.all(rows.map((row) => track(normalise(row))));
      return rows.length;
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
};
