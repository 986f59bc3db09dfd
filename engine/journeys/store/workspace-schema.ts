import type { JourneyFreeze, JourneyMode, JourneyVersion, PublishedWorkspace } from '../ports.ts';
import { nobody } from '../../../platform/mongo/schema/person-rule.ts';
import { partRows } from './part-rows.ts';
import { anyJson, defineSchema } from '../../../platform/mongo/schema/define.ts';
import { whole } from '../../../platform/mongo/schema/sharding.ts';

/** What is published for a tenant: one small document, the only one of a workspace that changes. `_id` is the tenant. */
export type WorkspaceDoc = {
  readonly _id: string;
  readonly revision: number;
  /** The parts that make it up. */
  readonly publication: string;
  /** How many. */
  readonly parts: number;
  /** The publication before; its parts are kept for readers under way. */
  readonly previous?: string;
  /** By journey: the published ones, in order. */
  readonly journeys: readonly { readonly key: string; readonly version: number }[];
  readonly modes: Readonly<Record<string, JourneyMode>>;
  /** The journeys that stand still, by key. */
  readonly freezes?: Readonly<Record<string, JourneyFreeze>>;
  /** The channels that were ever switched, by name. */
  readonly channels?: NonNullable<PublishedWorkspace['channels']>;
  /** The feeds that are paused, by name. */
  readonly feedPauses?: NonNullable<PublishedWorkspace['feedPauses']>;
};

export const workspaceSchema = defineSchema<WorkspaceDoc>({
  collection: 'workspaces',
  sharding: whole('A document a tenant.'),
  person: nobody('What a tenant published.'),
  fields: {
    revision: Number,
    publication: String,
    parts: Number,
    previous: String,
    journeys: anyJson,
    modes: anyJson,
    freezes: anyJson,
    channels: anyJson,
    feedPauses: anyJson,
  },
  indexes: [],
});

/** A part of a publication, never changed. One document each, since a whole workspace may be too large for one. */
export type WorkspacePart =
  | { readonly kind: 'settings'; readonly body: PublishedWorkspace['settings'] }
  | { readonly kind: 'catalog'; readonly body: PublishedWorkspace['catalog'] }
  | { readonly kind: 'files'; readonly body: PublishedWorkspace['files'] }
  | { readonly kind: 'texts'; readonly body: NonNullable<PublishedWorkspace['texts']> }
  | { readonly kind: 'rule'; readonly body: PublishedWorkspace['rules'][number] }
  | { readonly kind: 'segment'; readonly body: PublishedWorkspace['segments'][number] }
  | { readonly kind: 'offer'; readonly body: PublishedWorkspace['offers'][number] }
  | { readonly kind: 'program'; readonly body: PublishedWorkspace['programs'][number] }
  | { readonly kind: 'object'; readonly body: PublishedWorkspace['objects'][number] }
  | { readonly kind: 'message'; readonly body: PublishedWorkspace['messages'][number] }
  | { readonly kind: 'list'; readonly body: { readonly name: string; readonly ids: readonly string[] } };

export type WorkspacePartDoc = WorkspacePart & {
  readonly _id: string;
  readonly tenant: string;
  readonly publication: string;
  readonly n: number;
};

export const workspacePartSchema = defineSchema<WorkspacePartDoc>({
  collection: 'workspaceParts',
  sharding: whole('The files of two publications a tenant.'),
  person: partRows,
  fields: { tenant: String, publication: String, n: Number, kind: String, body: anyJson },
  indexes: [
    { name: 'publication', key: { publication: 1, n: 1 } },
    { name: 'tenant', key: { tenant: 1 } },
  ],
});

/** A version of a journey, never changed. `_id` is tenant, journey and version. */
export type JourneyVersionDoc = JourneyVersion & { readonly _id: string; readonly tenant: string };

export const journeyVersionSchema = defineSchema<JourneyVersionDoc>({
  collection: 'journeyVersions',
  sharding: whole('A document for each published version of a journey.'),
  person: nobody('What a tenant published.'),
  fields: {
    tenant: String,
    key: String,
    version: Number,
    definition: anyJson,
    hash: String,
    publishedAt: Number,
  },
  indexes: [{ name: 'journey', key: { tenant: 1, key: 1, version: 1 } }],
});
