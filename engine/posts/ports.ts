import type { PageOf } from '../../domain/page.ts';
import type { Placement } from '../../domain/posts/placement.ts';

/** An image that was sent to be posted. */
export type PostImage = { readonly id: string; readonly type: string; readonly size: number };

/** What is different on one network. `comment: null` leaves the comment out. */
export type OwnWords = { readonly text?: string; readonly comment?: string | null };

/** One post of the business, for one or more networks. Instants are of the tenant's clock, epoch milliseconds. */
export type PostRow = {
  readonly id: string;
  readonly tenant: string;
  readonly text: string;
  readonly link?: string;
  readonly images: readonly (PostImage & { readonly alt: string })[];
  /** What is said below it right after. */
  readonly comment?: string;
  /** The plugin instances it goes to, and what is different there. */
  readonly networks: readonly (OwnWords & { readonly instance: string })[];
  /** When it is to be published. */
  readonly at: number;
  readonly createdAt: number;
  /** The user who made it. */
  readonly by?: string;
  /** The id of the campaign it belongs to. */
  readonly campaign?: string;
};

/** A post on one network. */
export type PlacementRow = Placement & {
  readonly tenant: string;
  readonly post: string;
  readonly instance: string;
};

/** A placement in the hands of one process. */
export type TakenPlacement = PlacementRow & {
  readonly lease: string;
  /** The process that had it before began the act, and did not say how it ended. */
  readonly wasBegun: boolean;
};

type Named = { readonly tenant: string; readonly id: string };
type PlacementKey = { readonly tenant: string; readonly post: string; readonly instance: string };

export type PostStore = {
  readonly add: (row: PostRow) => Promise<'added' | 'exists'>;
  readonly get: (input: Named) => Promise<PostRow | undefined>;
  /** Whether a post names an image. */
  readonly naming: (input: { tenant: string; image: string }) => Promise<boolean>;
  /** By `at`, the latest first. */
  readonly list: (input: PageOf & { tenant: string; campaign?: string }) => Promise<readonly PostRow[]>;
};

export type PlacementStore = {
  /** Adds those that are not there. */
  readonly add: (rows: readonly PlacementRow[]) => Promise<void>;
  readonly of: (input: { tenant: string; posts: readonly string[] }) => Promise<readonly PlacementRow[]>;
  /** Those with an act due by `now` (the tenant's clock) that no process has (real time), the earliest first. */
  readonly due: (input: {
    tenant: string;
    now: number;
    systemTime: number;
    limit: number;
  }) => Promise<readonly PlacementKey[]>;
  /** Takes one until `until`, in real time; undefined when it is another's, or nothing is due. */
  readonly take: (
    input: PlacementKey & { now: number; systemTime: number; until: number; lease: string },
  ) => Promise<TakenPlacement | undefined>;
  /** Notes that the act begins. False when the placement is not this process's any more, or was cancelled. */
  readonly begin: (input: PlacementKey & { lease: string; since: number }) => Promise<boolean>;
  /** Writes how it stands after the act, if the placement is still this process's. */
  readonly settle: (input: PlacementKey & { lease: string; placement: Placement }) => Promise<boolean>;
  /** Cancels what has not begun. */
  readonly cancel: (input: PlacementKey) => Promise<boolean>;
  /** Writes what a person says of one that is not confirmed. */
  readonly resolve: (input: PlacementKey & { placement: Placement }) => Promise<boolean>;
};

export type PostImageStore = {
  /** Stores it; `due`: when somebody looks whether a post names it, on the tenant's clock. One that is there already is as if it was sent now. */
  readonly put: (input: {
    tenant: string;
    image: PostImage;
    bytes: Uint8Array;
    due: number;
  }) => Promise<void>;
  /** Keeps images until then whatever they were, since a post is about to name them; how many of them there are. */
  readonly hold: (input: { tenant: string; ids: readonly string[]; due: number }) => Promise<number>;
  /** Those to be looked at by now, the earliest first. */
  readonly due: (input: {
    tenant: string;
    now: number;
    limit: number;
  }) => Promise<readonly { readonly id: string; readonly due: number }[]>;
  /** Writes what the look found, unless the image was sent or held again since. */
  readonly settle: (input: Named & { due: number; isOver: boolean }) => Promise<void>;
  /** Those of the ids that there are. */
  readonly find: (input: { tenant: string; ids: readonly string[] }) => Promise<readonly PostImage[]>;
  readonly read: (input: Named) => Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>;
};
