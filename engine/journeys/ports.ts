import type { FeedPause } from '../../domain/feeds/feed-pause.ts';
import type { ChannelSwitch } from '../../domain/guards/channel-switch.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { CompiledMessage } from '../../domain/messages/compile-message.ts';
import type { ProgramDefinition } from '../../domain/loyalty/program-schema.ts';
import type { ObjectDefinition } from '../../domain/objects/definition.ts';
import type { OfferDefinition } from '../../domain/offers/offer-definition.ts';
import type { RuleDefinition } from '../../domain/rules/rule.ts';
import type { SegmentDefinition } from '../../domain/rules/segment.ts';
import type { Catalog } from '../../domain/workspace/catalog.ts';
import type { TenantSettings } from '../../domain/workspace/tenant-settings.ts';

/** Whether a journey takes people in. `live`; `paused` (no entries); `ended` (drained or stopped). */
export type JourneyMode = 'live' | 'paused' | 'ended';

/** A journey as a whole stands still. */
export type JourneyFreeze = {
  /** Which freeze it is. */
  readonly id: string;
  /** Since when, on the tenant's clock. */
  readonly at: number;
  /** What becomes of those who would enter: held at the first step until it goes on, or refused. */
  readonly entries: 'hold' | 'refuse';
  readonly reason?: string;
  /** A guard stopped it, and not a person; `id` is that of its trip. */
  readonly by?: 'guard';
};

export type JourneyVersion = {
  readonly key: string;
  readonly version: number;
  readonly definition: JourneyDefinition;
  readonly hash: string;
  readonly publishedAt: number;
};

/** Everything of a tenant that is published, as one consistent snapshot. */
export type PublishedWorkspace = {
  readonly tenant: string;
  /** Counts up with every publication or change of mode. */
  readonly revision: number;
  /** The id of the publication; absent in what was not published. */
  readonly publication?: string;
  readonly settings: TenantSettings;
  readonly journeys: readonly (JourneyVersion & {
    readonly mode: JourneyMode;
    /** Absent when it does not stand still. */
    readonly frozen?: JourneyFreeze;
  })[];
  /** How the channels stand that were ever switched. */
  readonly channels?: Readonly<Record<string, ChannelSwitch>>;
  /** The feeds that are paused, by name. */
  readonly feedPauses?: Readonly<Record<string, FeedPause>>;
  readonly rules: readonly RuleDefinition[];
  readonly segments: readonly SegmentDefinition[];
  readonly offers: readonly OfferDefinition[];
  /** Loyalty programmes. */
  readonly programs: readonly ProgramDefinition[];
  /** The objects of its own, whole; those that come with Ciclo and are as they come are not among them. */
  readonly objects: readonly ObjectDefinition[];
  readonly messages: readonly CompiledMessage[];
  readonly catalog: Catalog;
  /** The people of each list of a segment, as identities, by the name of its file. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** Content hash of each file, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Which text of each file is kept, by path; absent in what was published before texts were kept. */
  readonly texts?: Readonly<Record<string, string>>;
};

/** The texts of files that were published, by their hash. A text never changes. */
export type WorkspaceTextStore = {
  /** Keeps texts, by hash; those that are there stay. */
  readonly keep: (input: {
    tenant: string;
    texts: ReadonlyMap<string, string>;
    /** Real time, epoch milliseconds. */
    at: number;
  }) => Promise<void>;
  /** Those of them that are kept, by hash. */
  readonly read: (input: {
    tenant: string;
    hashes: readonly string[];
  }) => Promise<ReadonlyMap<string, string>>;
  /** Removes those that are not `named` and were not published since `before` (real time). */
  readonly sweep: (input: { tenant: string; named: ReadonlySet<string>; before: number }) => Promise<void>;
};

export type WorkspaceStore = {
  /** The published revision; 0 before the first publication. Cheap. */
  readonly revision: (tenant: string) => Promise<number>;
  readonly load: (tenant: string) => Promise<PublishedWorkspace | undefined>;
  /** A version of a journey, also one no longer published. */
  readonly journeyVersion: (input: {
    tenant: string;
    journey: string;
    version: number;
  }) => Promise<JourneyVersion | undefined>;
  /** Keeps a version that is part of no publication, such as that of a broadcast; one that is there stays as it is. */
  readonly keepVersion: (input: { tenant: string; version: JourneyVersion }) => Promise<void>;
  /** The highest version there ever was of each journey. */
  readonly lastVersions: (tenant: string) => Promise<ReadonlyMap<string, number>>;
  /** Publishes a workspace if `base` is still the published revision; new journey versions are added, never changed. */
  readonly publish: (input: {
    workspace: PublishedWorkspace;
    base: number;
    /** The id of the publication; a new one by default. */
    id?: string;
  }) => Promise<'published' | 'conflict'>;
  /** Changes how a published journey stands; `frozen: null` lets it go on. */
  readonly setMode: (input: {
    tenant: string;
    journey: string;
    mode?: JourneyMode;
    frozen?: JourneyFreeze | null;
  }) => Promise<void>;
  /** Switches a channel of a tenant for which something is published. */
  readonly setChannel: (input: { tenant: string; channel: string; switched: ChannelSwitch }) => Promise<void>;
  /** Pauses a feed; `null` lets it go on. */
  readonly setFeedPause: (input: { tenant: string; feed: string; pause: FeedPause | null }) => Promise<void>;
  /** The published revision of every tenant. */
  readonly revisions: () => Promise<ReadonlyMap<string, number>>;
};

/** How far each tenant's development clock is ahead of the real one, in milliseconds. */
export type DevClockStore = {
  readonly offset: (tenant: string) => Promise<number>;
  readonly set: (input: { tenant: string; offsetMs: number }) => Promise<void>;
  /** Takes the move of one workflow until then (real time); false while another process has it. */
  readonly claimMove: (input: {
    tenant: string;
    workflowId: string;
    systemTime: number;
    until: number;
  }) => Promise<boolean>;
  readonly endMove: (input: { tenant: string; workflowId: string }) => Promise<void>;
};
