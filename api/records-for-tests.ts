import { createLinks } from '../domain/messages/links/links.ts';
import { createConvertRecord } from '../engine/sales/convert-record.ts';
import { createQuotePages } from '../engine/sales/quote-pages.ts';
import { createQuotes } from '../engine/sales/quotes.ts';
import { createKeyring } from '../platform/secrets/keyring.ts';
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
  const keys = createKeyring({ secrets: ['a secret of the tests, long enough to be one'] });
  const links = createLinks({ keys, publicUrl: 'https://shop.example' });
  const quotes = createQuotes({ ...sales, links });
  const quotePages = createQuotePages(sales);
  const convertRecord = createConvertRecord(sales);
  return { records, changeRecords, zoneOf, objectsOf, convertRecord, quotes, quotePages };
};
