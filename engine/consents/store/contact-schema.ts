import type { Contact } from '../../../domain/gate/contact.ts';
import { contactRows } from './contact-rows.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** What is kept of an address. `_id` is tenant, channel and the keyed hash of the address. */
export type ContactDoc = Contact & {
  readonly _id: string;
  readonly rev: number;
  /** Whose write stands. */
  readonly writer: string;
  /** When nothing of it is needed any more; absent while a withdrawal is kept. */
  readonly expiresAt?: Date;
};

export const contactSchema = defineSchema<ContactDoc>({
  collection: 'contacts',
  sharding: byId,
  person: contactRows,
  fields: {
    bookings: anyJson,
    consents: anyJson,
    asked: anyJson,
    rev: Number,
    writer: String,
    expiresAt: Date,
  },
  indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0, sparse: true }],
});
