import type { mongo } from 'mongoose';

import type { Collection } from '../../../platform/mongo/collections/collection.ts';
import type { PersonRows, Reading } from '../../../platform/mongo/schema/person-rule.ts';
import type { ContactDoc } from './contact-schema.ts';
import type { MessageDoc } from '../../messages/store/message-schema.ts';

const page = 500;

/** What is kept of the addresses to which messages of a person went, page by page, with the ids of those messages. */
async function* addressesOf(input: Omit<Reading, 'rows'>): AsyncGenerator<{ keys: string[]; ids: string[] }> {
  const { collections, tenant, profileId } = input;
  const messages = collections.named<MessageDoc>('messages');
  for (let after = ''; ;) {
    const docs = await messages
      .find({ tenant, profileId, _id: { $gt: after } }, { projection: { id: 1, channel: 1, addressHash: 1 } })
      .sort({ _id: 1 })
      .limit(page)
      .toArray();
    const last = docs.at(-1);
    if (last === undefined) return;
    const keys = docs.flatMap(({ channel, addressHash }) =>
      addressHash === undefined ? [] : [`${tenant}:${channel}:${addressHash}`],
    );
    yield { keys: [...new Set(keys)], ids: docs.map(({ id }) => id) };
    if (docs.length < page) return;
    after = last._id;
  }
}

/**
 * Forgets of an address what its owner agreed to and was asked; what they withdrew stays. Answers 1 when there was
 * something, also when somebody else writes meanwhile: they add nothing of the person, and a repeat finds the rest.
 */
const forget = async (input: { contacts: Collection<ContactDoc>; doc: ContactDoc }): Promise<number> => {
  const { contacts, doc } = input;
  const { _id, rev } = doc;
  const withdrawn = Object.entries(doc.consents).filter(([, { state }]) => state === 'withdrawn');
  const isDone = withdrawn.length === Object.keys(doc.consents).length && doc.asked === undefined;
  if (isDone) return 0;
  const consents = Object.fromEntries(withdrawn);
  await contacts.updateOne({ _id, rev }, { $set: { consents }, $unset: { asked: 1 }, $inc: { rev: 1 } });
  return 1;
};

/**
 * What is kept by address. An erasure takes the bookings of the person's messages out. What was withdrawn stays, like
 * a suppression: under a keyed hash alone, so that nobody is written to who said no.
 */
export const contactRows: PersonRows = {
  person: 'rows',
  turn: 'linked',
  onTraces: async ({ collections, tenant, traces }) => {
    const contacts = collections.named<ContactDoc>('contacts');
    const keys = traces.addresses.flatMap(({ channel, addressHashes }) =>
      addressHashes.map((hash) => `${tenant}:${channel}:${hash}`),
    );
    let count = 0;
    for await (const doc of contacts.find({ _id: { $in: keys } })) count += await forget({ contacts, doc });
    return count;
  },
  onErase: async (input) => {
    const contacts = input.collections.named<ContactDoc>('contacts');
    let count = 0;
    for await (const { keys, ids } of addressesOf(input)) {
      if (keys.length === 0) continue;
      const { matchedCount } = await contacts.updateMany(
        { _id: { $in: keys }, 'bookings.id': { $in: ids } },
        { $pull: { bookings: { id: { $in: ids } } }, $inc: { rev: 1 } },
      );
      count += matchedCount;
    }
    return count;
  },
  // It is of the address, no matter who has it.
  onMerge: async () => undefined,
  async *onExport(input) {
    const contacts = input.collections.named<ContactDoc>('contacts');
    for await (const { keys } of addressesOf(input)) {
      if (keys.length === 0) continue;
      const docs: AsyncIterable<mongo.Document> = contacts.find(
        { _id: { $in: keys } },
        { projection: { _id: 0, bookings: 1, consents: 1, asked: 1 } },
      );
      yield* docs;
    }
  },
};
