import type { EventRow } from '../../activities/ports/events.ts';
import { anyJson, defineSchema } from './define.ts';

/** An accepted event. `_id` is tenant and message id. */
export type EventDoc = EventRow & {
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
  /** Tenant and state of an event that was given up or set aside. */
  readonly stuck?: string;
  /** Whose lease `due` is the end of. */
  readonly lease?: string;
};

export const eventSchema = defineSchema<EventDoc>({
  collection: 'events',
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
    backfill: Boolean,
    profileId: String,
    state: String,
    attempts: Number,
    due: Number,
    lease: String,
    follow: anyJson,
    error: String,
    of: anyJson,
    listed: anyJson,
    stuck: String,
  },
  indexes: [
    // takeDue, of all tenants: pending events only.
    { name: 'due', key: { due: 1 }, sparse: true },
    // since, summarise, the timeline of a person. Ids of profiles are unique over all tenants.
    { name: 'person', key: { profileId: 1, 'of.name': 1, 'of.at': 1 }, sparse: true },
    // Lists of a tenant, newest first.
    { name: 'listed', key: { 'listed.tenant': 1, 'listed.at': 1, 'listed.id': 1 }, sparse: true },
    // Who did something in a time: rehearsals.
    {
      name: 'named',
      key: { 'listed.tenant': 1, 'listed.name': 1, 'listed.at': 1 },
      sparse: true,
    },
    { name: 'stuck', key: { stuck: 1 }, sparse: true },
  ],
});
