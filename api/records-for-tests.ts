import { createWorld, make, memoryStores, objects } from '../engine/records/records-for-tests.ts';

/** Records of the tests: two deals of the tenant `shop`, over stores in memory; both tenants have the same objects. */
export const createRecordsWorld = () => {
  const { stores } = memoryStores();
  const world = createWorld({ stores, tenant: 'shop' });
  const seed = async (): Promise<void> => {
    await make(world, 'deal', 'd-1', { name: 'First', note: 'Call Ana' });
    await make(world, 'deal', 'd-2', { name: 'Second' });
  };
  let seeded: Promise<void> | undefined;
  return {
    records: world.records,
    changeRecords: world.changeRecords,
    zoneOf: async () => 'Europe/Madrid',
    // Every route asks for the objects first.
    objectsOf: async () => {
      seeded ??= seed();
      await seeded;
      return objects;
    },
  };
};
