import type { CommandRun, Enrol, RetryEvent, Suppressions } from '../../api/ports/acts.ts';
import type { Inbox } from '../../api/ports/inbox.ts';
import { entryRequested } from '../../activities/dispatch/enrol.ts';
import { addressHash } from '../../activities/send/reach.ts';
import type { SuppressionView } from '../../api/ports/views.ts';
import type { Jobs } from '../../api/ports/jobs.ts';
import type { Trips } from '../../api/ports/guards.ts';
import { hashId } from '../../domain/hash.ts';
import type { Engine } from './engine.ts';
import type { Stores } from './stores.ts';

type Deps = { readonly engine: Engine; readonly stores: Stores; readonly secret: string };

/** `POST /api/runs`, through the same door as every other entry. */
export const createApiEnrol = ({ engine }: Deps): Enrol => {
  return async ({ tenant, journey, profileId, key, properties, dedupeKey }) => {
    return engine.enrol({
      tenant,
      event: {
        messageId: `enrol:${hashId(tenant, journey, profileId, dedupeKey)}`,
        type: 'track',
        name: entryRequested,
        externalIds: [],
        properties: { ...properties, journey, ...(key === undefined ? {} : { key }) },
        traits: {},
        context: {},
        timestamp: engine.clock.now(tenant),
        source: 'ciclo',
        backfill: false,
        profileId,
      },
    });
  };
};

/** Commands of operators: written first, then the run is woken to look at it. */
export const createCommandRun = ({ engine, stores }: Deps): CommandRun => {
  return async ({ tenant, run: id, command, id: commandId }) => {
    const run = await stores.runs.get({ tenant, run: id });
    if (run === undefined) return undefined;
    await stores.commands.add({ tenant, id: commandId, run: id, command, at: engine.clock.now(tenant) });
    if (run.status === 'active') await engine.carrier.wake({ run, id: `c:${commandId}` });
    return { id: commandId };
  };
};

/** Puts an event that was given up back into the queue. */
export const createRetryEvent = ({ engine, stores }: Deps): RetryEvent => {
  return ({ tenant, messageId }) =>
    stores.stuckEvents.requeue({ tenant, messageId, due: engine.clock.wall() });
};

/** The list of addresses nothing is sent to, by address. */
export const createSuppressions = (deps: Deps & { list: Suppressions['list'] }): Suppressions => {
  const { stores, secret, engine } = deps;
  const hash = (input: { tenant: string; channel: string; address: string }): string =>
    addressHash({ secret, ...input });
  const find: Suppressions['find'] = async ({ tenant, channel, address }) => {
    const addressHashed = hash({ tenant, channel, address });
    const found = await stores.suppressions.find({ tenant, channel, addressHash: addressHashed });
    return found === undefined ? undefined : { channel, addressHash: addressHashed, ...found };
  };
  return {
    find,
    list: deps.list,
    add: async ({ tenant, channel, address, reason }) => {
      const view: SuppressionView = {
        channel,
        addressHash: hash({ tenant, channel, address }),
        reason,
        at: engine.clock.now(tenant),
      };
      await stores.suppressions.add({ tenant, ...view });
      return (await find({ tenant, channel, address })) ?? view;
    },
    remove: ({ tenant, channel, address }) =>
      stores.suppressions.remove({ tenant, channel, addressHash: hash({ tenant, channel, address }) }),
  };
};

/** Where verified webhooks are kept until they are normalised. */
export const createInbox = ({ engine, stores }: Omit<Deps, 'secret'>): Inbox => ({
  store: (delivery) => stores.deliveries.insert({ delivery, due: engine.clock.wall() + 15_000 }),
  kick: engine.deliveries.kick,
});

/** Operations on many people. */
export const createJobs = ({ engine, stores }: Omit<Deps, 'secret'>): Jobs => ({
  preview: engine.startJob.preview,
  start: engine.startJob.start,
  get: stores.jobs.get,
  list: stores.jobs.list,
  cancel: ({ tenant, id }) => stores.jobs.cancel({ tenant, id, at: engine.clock.now(tenant) }),
  setRate: stores.jobs.setRate,
});

/** The log of the guards of a journey. */
export const createTrips = ({ engine, stores }: Omit<Deps, 'secret'>): Trips => {
  return async ({ tenant, journey, limit }) => {
    const { journeys } = await engine.live.of(tenant);
    return journeys.has(journey) ? stores.trips.list({ tenant, journey, limit }) : undefined;
  };
};
