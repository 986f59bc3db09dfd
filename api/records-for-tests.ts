import { createConvertRecord } from '../engine/sales/convert-record.ts';
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
  // Every route asks for the objects first.
  const objectsOf = async () => {
    seeded ??= seed();
    await seeded;
    return objects;
  };
  const zoneOf = async () => 'Europe/Madrid';
  const { records, changeRecords, clock } = world;
  const { profiles, conversions } = stores;
  const makeContact = async () => 'p-1';
  const sales = { records, profiles, conversions, changeRecords, makeContact, objectsOf, zoneOf, clock };
  return { records, changeRecords, zoneOf, objectsOf, convertRecord: createConvertRecord(sales) };
};
