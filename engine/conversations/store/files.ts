import { mongo } from 'mongoose';

import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import { isDuplicate } from '../../../platform/mongo/errors.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { ConversationFileStore } from '../ports.ts';
import { type FilePartDoc, filePartSchema } from './file-schema.ts';

/** A document stays far below the 16 MB of the database. */
const partBytes = 1_000_000;

/** Files of messages, in parts. */
export const createConversationFileStore = (deps: { collections: Collections }): ConversationFileStore => {
  const parts = deps.collections.of<FilePartDoc>(filePartSchema);
  return guarded<ConversationFileStore>({
    put: async ({ tenant, file, conversation, profileId, address, bytes }) => {
      const count = Math.max(1, Math.ceil(bytes.byteLength / partBytes));
      for (let part = 0; part < count; part += 1) {
        const slice = bytes.subarray(part * partBytes, (part + 1) * partBytes);
        const doc = {
          _id: keyOf(tenant, `${file}:${part}`),
          tenant,
          file,
          part,
          conversation,
          ...(profileId === undefined ? {} : { profileId }),
          address,
          bytes: new mongo.Binary(slice),
          overAt: new Date(),
        };
        try {
          await parts.insertOne(doc);
        } catch (thrown) {
          if (!isDuplicate(thrown)) throw thrown;
        }
      }
    },
    read: async ({ tenant, file }) => {
      const found = await parts.find({ tenant, file }).sort({ part: 1 }).toArray();
      return found.length === 0 ? undefined : Buffer.concat(found.map(({ bytes }) => bytes.value()));
    },
    give: async ({ tenant, conversation, profileId }) => {
      await parts.updateMany({ tenant, conversation }, { $set: { profileId } });
    },
  });
};
