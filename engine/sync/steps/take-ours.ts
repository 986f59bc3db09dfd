import { mayHaveNews } from '../../../domain/sync/plan-pair.ts';
import { own } from '../../../domain/json.ts';
import type { ReadRow, SyncFailed } from '../../../plugins/runtime/sync.ts';
import type { Link } from '../ports.ts';
import { noteIssue, type Pair, reconcile, type Reconciled, type SyncWork } from '../reconcile.ts';
import type { OurRow } from '../side.ts';

type How = Pick<Pair, 'take' | 'isRetry'>;
type Read = { readonly rows: ReadonlyMap<string, ReadRow>; readonly failed?: SyncFailed };

const nothing: Reconciled = { counts: { rows: 0, in: 0, out: 0, created: 0 } };

const oursOf = (link: Link): string => link.record ?? link.profileId ?? '';

/** Reads records of theirs in groups as large as the connector takes. */
const readAll = async (work: SyncWork, ids: readonly string[]): Promise<Read> => {
  const rows = new Map<string, ReadRow>();
  for (let from = 0; from < ids.length; from += work.calls.batch) {
    const read = await work.calls.read({ op: 'read', ids: ids.slice(from, from + work.calls.batch) });
    if (read.kind === 'failed') return { rows, failed: read };
    for (const row of read.rows) rows.set(row.id, row);
  }
  return { rows };
};

/** A value of the matching field, as both sides are compared by it. */
const matchKey = (value: unknown): string => String(value).trim().toLowerCase();

/** Looks for ours that have no link by the value that both are matched by, before any is made there. */
const findAll = async (work: SyncWork, rows: readonly OurRow[]): Promise<Read> => {
  const field = work.settings.match.theirs;
  const values = [...new Set(rows.flatMap(({ match }) => match ?? []))];
  const found = new Map<string, ReadRow>();
  for (let from = 0; from < values.length; from += work.calls.batch) {
    const group = values.slice(from, from + work.calls.batch);
    const read = await work.calls.read({ op: 'find', field, values: group });
    if (read.kind === 'failed') return { rows: found, failed: read };
    for (const row of read.rows) {
      const value = own(row.fields, field);
      if (row.deleted !== true && value !== undefined && value !== null) found.set(matchKey(value), row);
    }
  }
  return { rows: found };
};

type Sorted = {
  /** The links of those that were deleted here. */
  readonly deleted: readonly Link[];
  readonly linked: readonly { ours: OurRow; link: Link | undefined; id: string }[];
  readonly free: readonly OurRow[];
};

/** Who has a link, and who has none and may be made there. Of several links the oldest counts. */
const sortOut = async (work: SyncWork, rows: readonly OurRow[]): Promise<Sorted> => {
  const { tenant, sync } = work;
  const links = await work.links.byOurs({ tenant, sync, ids: rows.map(({ id }) => id) });
  const linked: { ours: OurRow; link: Link | undefined; id: string }[] = [];
  const free: OurRow[] = [];
  const deleted: Link[] = [];
  for (const ours of rows) {
    const [link, second] = links
      .filter((one) => oursOf(one) === ours.id)
      .toSorted((a, b) => a.since - b.since || (a.theirs < b.theirs ? -1 : 1));
    if (second !== undefined && second.gone === undefined && link?.gone === undefined) {
      const message = 'There are two there for one here: merge them there.';
      await noteIssue(work, { ours, theirs: undefined, link: second }, { code: 'duplicate-there', message });
    }
    if (link?.gone !== undefined) continue;
    if (ours.isDeleted === true) {
      if (link !== undefined) deleted.push(link);
      continue;
    }
    const id = link?.theirs ?? ours.theirs;
    if (id !== undefined) linked.push({ ours, link, id });
    else if (ours.mayGoOut && ours.match !== undefined) free.push(ours);
  }
  return { deleted, linked, free };
};

const isMadeThere = ({ settings }: SyncWork): boolean =>
  settings.create === 'both' || settings.create === 'out';

/** The links of theirs that name themselves on ours, or were found by what both share. */
const linksOf = async (work: SyncWork, ids: readonly string[]): Promise<ReadonlyMap<string, Link>> => {
  const { tenant, sync } = work;
  const found = ids.length === 0 ? [] : await work.links.byTheirs({ tenant, sync, ids });
  return new Map(found.map((link) => [link.theirs, link]));
};

const isAboutOther = ({ record, profileId }: Link, person: string | undefined): boolean =>
  record !== undefined && person !== undefined && person !== profileId;

const pairLinked = async (work: SyncWork, linked: Sorted['linked'], how: How) => {
  const unsure = linked.filter(({ link }) => link === undefined).map(({ id }) => id);
  const byId = await linksOf(work, unsure);
  const withLinks = linked.map((one) => ({ ...one, link: one.link ?? byId.get(one.id) }));
  const news = withLinks.filter(
    ({ ours, link }) =>
      link?.gone === undefined &&
      (how.isRetry === true ||
        mayHaveNews({ settings: work.settings, ours: ours.side, states: link?.states ?? new Map() })),
  );
  // The link of a person that came in as new is completed once the person is there, and that of a record when it is about somebody else.
  const late = withLinks.flatMap(({ ours: { id, person }, link }) =>
    link !== undefined && link.gone === undefined && (oursOf(link) === '' || isAboutOther(link, person))
      ? [{ ...link, ...work.side.linked(id), ...(person === undefined ? {} : { profileId: person }) }]
      : [],
  );
  await work.links.save(late);
  const read = await readAll(
    work,
    news.map(({ id }) => id),
  );
  const pairs = news.flatMap(({ ours, link, id }): Pair[] => {
    const theirs = read.rows.get(id);
    return theirs === undefined || theirs.deleted === true ? [] : [{ ours, theirs, link, ...how }];
  });
  return { pairs, failed: read.failed };
};

const pairFree = async (work: SyncWork, free: readonly OurRow[], how: How) => {
  if (!isMadeThere(work) || free.length === 0) return { pairs: [], failed: undefined };
  const read = await findAll(work, free);
  if (read.failed !== undefined) return { pairs: [], failed: read.failed };
  const links = await linksOf(
    work,
    [...read.rows.values()].map(({ id }) => id),
  );
  const pairs: Pair[] = [];
  for (const ours of free) {
    const theirs = read.rows.get(matchKey(ours.match));
    const link = theirs === undefined ? undefined : links.get(theirs.id);
    const isElsewhere = link !== undefined && oursOf(link) !== '' && oursOf(link) !== ours.id;
    if (link?.gone !== undefined) continue;
    if (!isElsewhere) pairs.push({ ours, theirs, link, ...how });
    else
      await noteIssue(
        work,
        { ours, theirs, link },
        {
          code: 'duplicate-here',
          message: 'There are two here for one there: look whether they are one person.',
        },
      );
  }
  return { pairs, failed: undefined };
};

/** What was deleted here is deleted there where the settings say so; in any case it does not come in again. */
const takeDeleted = async (work: SyncWork, deleted: readonly Link[]): Promise<SyncFailed | undefined> => {
  const { deletes } = work.settings;
  const isOut = deletes === 'out' || deletes === 'both';
  for (let from = 0; from < deleted.length; from += work.calls.batch) {
    const group = deleted.slice(from, from + work.calls.batch);
    const written = isOut
      ? await work.calls.write({ op: 'remove', ids: group.map(({ theirs }) => theirs) })
      : undefined;
    if (written?.kind === 'failed') return written;
    const isLeft = (index: number): boolean => {
      const kind = written?.results[index]?.kind;
      return kind === 'retry' || kind === 'rejected';
    };
    await work.links.save(
      group.filter((_link, index) => !isLeft(index)).map((link) => ({ ...link, gone: 'here' })),
    );
    for (const [index, link] of group.entries()) {
      if (!isLeft(index)) continue;
      const { tenant, sync, now: at } = work;
      const message = 'The other system does not delete what was deleted here.';
      const { theirs, record } = link;
      await work.issues.note({
        tenant,
        sync,
        at,
        code: 'not-deleted',
        message,
        theirs,
        ...(record === undefined ? {} : { record }),
      });
    }
  }
  return undefined;
};

/** Deals with ours that changed: what has a link is compared with theirs as it stands now, what has none is looked for, and then made. */
export const takeOurs = async (
  work: SyncWork,
  rows: readonly OurRow[],
  how: How = {},
): Promise<Reconciled> => {
  if (rows.length === 0) return nothing;
  const { deleted, linked, free } = await sortOut(work, rows);
  const failed = await takeDeleted(work, deleted);
  if (failed !== undefined) return { ...nothing, failed };
  const one = await pairLinked(work, linked, how);
  if (one.failed !== undefined) return { ...nothing, failed: one.failed };
  const two = await pairFree(work, free, how);
  if (two.failed !== undefined) return { ...nothing, failed: two.failed };
  return reconcile(work, [...one.pairs, ...two.pairs]);
};
