import type { mongo } from 'mongoose';

import { anyJson, defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';
import { writtenRows } from './conversation-people.ts';

/** A part of a file of a message, apart from what lists and counts read. `_id` is tenant, file and number of the part. */
export type FilePartDoc = Over & {
  readonly _id: string;
  readonly tenant: string;
  readonly file: string;
  readonly part: number;
  readonly conversation: string;
  readonly profileId?: string;
  readonly address: string;
  readonly bytes: mongo.Binary;
};

export const filePartSchema = defineSchema<FilePartDoc>({
  collection: 'conversationFiles',
  sharding: byId,
  retention: 'conversations',
  person: writtenRows({ fields: ['profileId'], hidden: ['overAt'] }),
  fields: {
    tenant: String,
    file: String,
    part: Number,
    conversation: String,
    profileId: String,
    address: String,
    bytes: anyJson,
  },
  indexes: [
    { name: 'parts', key: { tenant: 1, file: 1, part: 1 } },
    { name: 'conversation', key: { tenant: 1, conversation: 1 } },
    { name: 'person', key: { tenant: 1, profileId: 1 } },
    { name: 'sender', key: { tenant: 1, address: 1 } },
  ],
});
