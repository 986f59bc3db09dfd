import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { mortal } from '../../test/store/mortal.ts';
import type { Collections } from '../../platform/mongo/collections/collection.ts';
import { createStores } from '../../server/stores/stores.ts';
import type { FollowRecord } from '../records/follow-port.ts';
import { createWorld, memoryStores, start } from '../records/records-for-tests.ts';
import { shipped } from '../sales/sales-for-tests.ts';
import { createFollowRegistration } from './follow-registration.ts';
import { createPlaces } from './settle-places.ts';

const tenant = 'shop';
const event = 'e1';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Records with what follows from registrations, as the engine puts them together. */
const createRegistrationWorld = (collections: Collections) => {
  const stores = createStores({ collections });
  const follow: { now: FollowRecord } = { now: async () => undefined };
  const followRecord: FollowRecord = (change) => follow.now(change);
  const world = createWorld({ stores, tenant, objects: shipped, followRecord });
  const { records, changeRecords, clock } = world;
  const eventPlaces = createPlaces({
    records,
    changeRecords,
    eventRolls: stores.eventRolls,
    objectsOf: async () => shipped,
    zoneOf: async () => 'Europe/Madrid',
    clock,
  });
  follow.now = createFollowRegistration({ records, eventPlaces });
  const register = (id: string) =>
    changeRecords.create({
      ...world.named('appointment', id),
      given: { data: { subject: 'Fair', event, startsAt: '2026-09-01T08:00:00Z' }, stage: 'waiting' },
    });
  const stageOf = async (id: string) => (await records.get({ tenant, id }))?.stage;
  return { ...world, eventPlaces, register, stageOf };
};

it.each(Array.from({ length: 16 }, (_, writesLeft) => writesLeft))(
  'a place that is given back goes to anyone who waits, also when the process is killed after %d writes',
  async (writesLeft) => {
    const { collections } = memoryStores();
    const world = createRegistrationWorld(collections);
    await world.changeRecords.create({
      ...world.named('event', event),
      given: { data: { name: 'Fair', startsAt: '2026-09-01T08:00:00Z', places: 1 }, stage: 'open' },
    });
    await world.register('a1');
    await world.register('a2');
    expect([await world.stageOf('a1'), await world.stageOf('a2')]).toEqual(['booked', 'waiting']);

    const killed = createRegistrationWorld(mortal(collections, writesLeft));
    const named = killed.named('appointment', 'a1');
    await killed.changeRecords.change({ ...named, change: { stage: 'cancelled' } }).catch(() => undefined);
    vi.setSystemTime(Date.now() + 60_000);
    while (await world.tellRecords.sweep());

    const isCancelled = (await world.stageOf('a1')) === 'cancelled';
    expect(isCancelled).toBe(writesLeft > 0);
    expect(await world.stageOf('a2')).toBe(isCancelled ? 'booked' : 'waiting');
    expect(await world.eventPlaces.taken({ tenant, event })).toBe(1);
  },
);
