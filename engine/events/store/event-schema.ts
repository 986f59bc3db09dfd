import type { EventRow } from '../ports.ts';
import type { Trust } from '../../../domain/events/event.ts';
import { eventRows } from './event-rows.ts';
import { anyJson, defineSchema, type Over } from '../../../platform/mongo/schema/define.ts';
import { byId } from '../../../platform/mongo/schema/sharding.ts';

/** An accepted event. `_id` is tenant and id. */
export type EventDoc = Over &
  Omit<EventRow, 'id' | 'trust'> & {
    /** Events stored before it was noted have none. */
    readonly trust?: Trust;
    readonly _id: string;
    /**
     * Its name and time again, written with `profileId` when it is known whom it is about. Apart, because a
     * sparse index leaves out a document only if it has none of the fields: so accepting an event does not pay
     * for the index by which it is looked up later.
     */
    readonly of?: { readonly name: string; readonly at: number };
    /** For lists: as `of`, but also for events that never come so far. */
    readonly listed?: {
      readonly tenant: string;
      readonly at: number;
      readonly id: string;
      readonly name: string;
    };
    /** The interest in a product that it shows, and when. */
    readonly interest?: { readonly of: string; readonly at: number };
    /** Tenant and state of an event that was given up or set aside. */
    readonly stuck?: string;
    /** Whose lease `due` is the end of. */
    readonly lease?: string;
    /** Which process has it. */
    readonly holder?: string;
  };

export const eventSchema = defineSchema<EventDoc>({
  collection: 'events',
  sharding: byId,
  person: eventRows,
  retention: 'stuckEvents',
  fields: {
    tenant: String,
    messageId: String,
    type: { type: String },
    name: String,
    userId: String,
    anonymousId: String,
    previousId: String,
    groupId: String,
    externalIds: anyJson,
    properties: anyJson,
    traits: anyJson,
    context: anyJson,
    timestamp: Number,
    receivedAt: Number,
    source: String,
    trust: String,
    backfill: Boolean,
    ignored: anyJson,
    delivery: String,
    profileId: String,
    state: String,
    attempts: Number,
    due: Number,
    lease: String,
    holder: String,
    follow: anyJson,
    acted: { type: [String], default: undefined },
    error: String,
    of: anyJson,
    listed: anyJson,
    interest: anyJson,
    stuck: String,
  },
  indexes: [
    // takeDue, of all tenants: pending events only.
    { name: 'due', key: { due: 1 }, sparse: true },
    // since, summarise, the timeline of a person. Ids of profiles are unique over all tenants.
    { name: 'person', key: { profileId: 1, 'of.name': 1, 'of.at': 1 }, sparse: true },
    // Lists of a tenant, newest first.
    { name: 'listed', key: { 'listed.tenant': 1, 'listed.at': 1, 'listed.id': 1 }, sparse: true },
    // Lists of a name, and who did something in a time: dry runs.
    {
      name: 'listedNames',
      key: { 'listed.tenant': 1, 'listed.name': 1, 'listed.at': 1, 'listed.id': 1 },
      sparse: true,
    },
    // Who wants a product: those who are told that it is back, or costs less.
    { name: 'interest', key: { 'interest.of': 1, 'interest.at': 1 }, sparse: true },
    { name: 'stuck', key: { stuck: 1 }, sparse: true },
  ],
});
