import type { PageOf } from '../../api/ports/views.ts';
import type { Change } from '../journeys/publish/plan-publication.ts';

/** Who published: a key or a user by their id, the command beside the engine, or the engine. */
export type Publisher = { readonly kind: 'key' | 'user' | 'cli' | 'engine'; readonly id: string };

/** Where the files came from: a folder as a whole, drafts over what was published, or a publication before. */
export type PublicationSource = 'folder' | 'drafts' | 'revert';

/** What a publication is said to be. */
export type PublicationOrigin = {
  readonly by: Publisher;
  readonly source: PublicationSource;
  readonly note?: string;
  /** The revision whose texts are published again. */
  readonly of?: number;
  /** The revision that the folder was last pulled from. */
  readonly pulled?: number;
  /** Publishes a folder also over files that were published elsewhere since. */
  readonly force?: boolean;
};

/** A publication, as it is kept. */
export type Publication = Pick<PublicationOrigin, 'by' | 'source' | 'note' | 'of'> & {
  readonly tenant: string;
  /** Names it among the publications of the tenant, and is what was published then. */
  readonly revision: number;
  /** Real time, epoch milliseconds. */
  readonly at: number;
  readonly changes: readonly Change[];
  /** Which text each file had, by path. */
  readonly texts: Readonly<Record<string, string>>;
  /** The names of the lists of people; what stood in them is not kept. */
  readonly lists: readonly string[];
  /** A folder said the same: whatever is published from that folder later begins here. */
  readonly isInFolder: boolean;
};

/** A publication without its files, as lists have it; `id` is that of the workspace that was published. */
export type PublicationRow = Omit<Publication, 'texts' | 'lists'> & { readonly id: string };
export type KeptPublication = Publication & { readonly id: string };

/**
 * The publications of all tenants. One is begun before its workspace is published and confirmed after it; one that was not
 * confirmed is in no list.
 */
export type PublicationStore = {
  readonly begin: (input: { id: string; publication: Publication }) => Promise<void>;
  readonly confirm: (input: { tenant: string; id: string }) => Promise<void>;
  readonly drop: (input: { tenant: string; ids: readonly string[] }) => Promise<void>;
  /** The newest first, by revision, which is `n` of a position. */
  readonly list: (input: PageOf & { tenant: string }) => Promise<readonly PublicationRow[]>;
  readonly get: (input: { tenant: string; revision: number }) => Promise<KeptPublication | undefined>;
  readonly byId: (input: { tenant: string; id: string }) => Promise<PublicationRow | undefined>;
  /** The newest of those up to a revision; with `inFolder` of those that a folder said. */
  readonly last: (input: {
    tenant: string;
    upTo?: number;
    inFolder?: boolean;
  }) => Promise<KeptPublication | undefined>;
  readonly markInFolder: (input: { tenant: string; id: string }) => Promise<void>;
  /** Some of those beyond the newest `keep`, without their files; the oldest are among the last. */
  readonly beyond: (input: { tenant: string; keep: number }) => Promise<readonly PublicationRow[]>;
  /** The texts that any of them names, those not confirmed included. */
  readonly textsNamed: (tenant: string) => Promise<ReadonlySet<string>>;
};
