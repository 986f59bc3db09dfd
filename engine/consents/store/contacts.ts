import type { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { ContactRow, ContactStore } from '../ports.ts';
import type { HashedAddress } from '../../messages/ports.ts';
import { type Contact, joinContacts, noContact } from '../../../domain/gate/contact.ts';
import { createCompareAndSetBatcher } from '../../../platform/mongo/batching/compare-and-set-batcher.ts';
import { createInsertBatcher } from '../../../platform/mongo/batching/insert-batcher.ts';
import { createIdLoader } from '../../../platform/mongo/batching/load-batcher.ts';
import type { Turns } from '../../../platform/mongo/batching/turns.ts';
import { createUpdateBatcher } from '../../../platform/mongo/batching/update-batcher.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { type ContactDoc, contactSchema } from './contact-schema.ts';
import { writerOnly, writersOf } from '../../../platform/mongo/writers.ts';

type Op = mongo.AnyBulkWriteOperation<ContactDoc>;

const idsOf = ({
  tenant,
  channel,
  addressHashes: [current, ...earlier],
}: HashedAddress): [string, ...string[]] => {
  const idOf = (hash: string): string => `${tenant}:${channel}:${hash}`;
  return [idOf(current), ...earlier.map(idOf)];
};

const unwritten = -1;

const docOf = (input: {
  address: HashedAddress;
  contact: Contact;
  rev: number;
  expiresAt: number | undefined;
}): Omit<ContactDoc, 'writer'> => {
  const { address, contact, rev, expiresAt } = input;
  const { bookings, consents, asked } = contact;
  return {
    _id: idsOf(address)[0],
    bookings,
    consents,
    rev,
    ...(asked === undefined ? {} : { asked }),
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
  };
};

/**
 * What is kept by address. Every write counts the revision up; the first write of an address is an insert, which
 * `_id` lets only one of many make.
 */
export const createContactStore = (deps: { collections: Collections; turns: Turns }): ContactStore => {
  const contacts = deps.collections.of<ContactDoc>(contactSchema);
  const { turns } = deps;
  const bulkWrite = (ops: Op[]) => contacts.bulkWrite(ops, { ordered: false });
  const load = createIdLoader<ContactDoc>({
    turns,
    find: (ids) => contacts.find({ _id: { $in: ids } }).toArray(),
  });
  const insert = createInsertBatcher<ContactDoc>({
    turns,
    insertMany: (docs) => contacts.insertMany(docs, { ordered: false }),
  });
  const compareAndSet = createCompareAndSetBatcher<Op>({
    turns,
    bulkWrite,
    writers: async (ids) => writersOf(await contacts.find({ _id: { $in: [...ids] } }, writerOnly).toArray()),
  });
  const update = createUpdateBatcher<Op>({ turns, bulkWrite });

  return guarded<ContactStore>({
    get: async (address): Promise<ContactRow> => {
      const [current, ...earlier] = await Promise.all(idsOf(address).map(load));
      const { bookings, consents, asked } = earlier
        .filter((doc) => doc !== undefined)
        .reduce(joinContacts, current ?? noContact);
      return {
        bookings,
        consents,
        ...(asked === undefined ? {} : { asked }),
        rev: current?.rev ?? unwritten,
      };
    },
    save: async ({ address, contact, rev, expiresAt }) => {
      const doc = docOf({ address, contact, rev: rev + 1, expiresAt });
      if (rev === unwritten) {
        return (await insert({ ...doc, writer: '' })) === 'inserted' ? 'saved' : 'conflict';
      }
      const op = (writer: string): Op => ({
        replaceOne: { filter: { _id: doc._id, rev }, replacement: { ...doc, writer } },
      });
      return (await compareAndSet({ id: doc._id, op })) === 'set' ? 'saved' : 'conflict';
    },
    release: async ({ id, ...address }) => {
      await Promise.all(
        idsOf(address).map((_id) =>
          update({
            updateOne: {
              filter: { _id, 'bookings.id': id },
              update: { $pull: { bookings: { id } }, $inc: { rev: 1 } },
            },
          }),
        ),
      );
    },
  });
};
