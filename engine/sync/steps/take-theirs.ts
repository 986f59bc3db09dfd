import type { ReadRow } from '../../../plugins/runtime/sync.ts';
import type { Link } from '../ports.ts';
import { noteIssue, type Pair, reconcile, type Reconciled, type SyncWork } from '../reconcile.ts';
import type { OurRow } from '../side.ts';

type How = Pick<Pair, 'take' | 'isRetry'>;

const oursOf = (link: Link | undefined): string | undefined => link?.record ?? link?.profileId;

/** Of records that were merged there the one that stayed takes over what was linked to the others. */
const followMerges = async (
  work: SyncWork,
  rows: readonly ReadRow[],
  links: Map<string, Link>,
): Promise<void> => {
  for (const row of rows) {
    for (const gone of row.mergedFrom ?? []) {
      const lost = links.get(gone);
      if (lost === undefined || gone === row.id) continue;
      const kept = links.get(row.id);
      if (kept !== undefined && oursOf(kept) !== undefined && oursOf(kept) !== oursOf(lost)) {
        await noteIssue(
          work,
          { ours: undefined, theirs: row, link: kept },
          {
            code: 'merged-there',
            message: 'Two records were merged there that are two here: look whether they are one person.',
          },
        );
      } else if (kept === undefined) {
        const moved = { ...lost, theirs: row.id };
        links.set(row.id, moved);
        await work.links.save([moved]);
      }
      links.delete(gone);
      await work.links.drop({ tenant: work.tenant, sync: work.sync, theirs: gone });
    }
  }
};

/** What was deleted there: the link stays as a tombstone, so that it is not made again; ours is deleted where the settings say so. */
const takeDeleted = async (
  work: SyncWork,
  rows: readonly ReadRow[],
  links: ReadonlyMap<string, Link>,
): Promise<void> => {
  const gone = rows.flatMap(({ id }) => links.get(id) ?? []).filter((link) => link.gone === undefined);
  if (gone.length === 0) return;
  const { deletes } = work.settings;
  if (deletes === 'in' || deletes === 'both')
    await work.side.remove({ ...work, ids: gone.flatMap((link) => oursOf(link) ?? []) });
  await work.links.save(gone.map((link) => ({ ...link, gone: 'there' })));
};

const isMadeHere = ({ settings }: SyncWork): boolean =>
  settings.create === 'both' || settings.create === 'in';

/** Pairs rows of theirs with ours: by their link, by the id or value they share, or as new ones. */
const pairsOf = async (
  work: SyncWork,
  rows: readonly ReadRow[],
  links: ReadonlyMap<string, Link>,
  how: How,
): Promise<readonly Pair[]> => {
  const linkedIds = rows.flatMap(({ id }) => oursOf(links.get(id)) ?? []);
  const linked = new Map((await work.side.byIds({ ...work, ids: linkedIds })).map((row) => [row.id, row]));
  const found = await work.side.found({
    ...work,
    rows: rows.filter(({ id }) => oursOf(links.get(id)) === undefined),
  });
  const others = await work.links.byOurs({ ...work, ids: [...found.values()].map(({ id }) => id) });
  const pairs: Pair[] = [];
  for (const theirs of rows) {
    const link = links.get(theirs.id);
    const known = oursOf(link);
    const ours: OurRow | undefined = known === undefined ? found.get(theirs.id) : linked.get(known);
    const pair: Pair = { ours, theirs, link, ...how };
    const other = others.find(
      (one) => oursOf(one) === ours?.id && one.theirs !== theirs.id && one.gone === undefined,
    );
    if (known === undefined && ours !== undefined && other !== undefined) {
      const message = 'There are two there for one here: merge them there.';
      await noteIssue(work, pair, { code: 'duplicate-there', message });
    } else if (ours !== undefined || (link === undefined && isMadeHere(work))) {
      pairs.push(pair);
    }
  }
  return pairs;
};

/** Deals with records of theirs that changed: what was deleted, merged, or says something else than here. */
export const takeTheirs = async (
  work: SyncWork,
  given: readonly ReadRow[],
  how: How = {},
): Promise<Reconciled> => {
  // Of a record that comes twice the last counts.
  const rows = [...new Map(given.map((row) => [row.id, row])).values()];
  const ids = rows.flatMap(({ id, mergedFrom = [] }) => [id, ...mergedFrom]);
  const { tenant, sync } = work;
  const found = await work.links.byTheirs({ tenant, sync, ids });
  const links = new Map(found.map((link) => [link.theirs, link]));
  await followMerges(work, rows, links);
  await takeDeleted(
    work,
    rows.filter(({ deleted }) => deleted === true),
    links,
  );
  const there = rows.filter(({ id, deleted }) => deleted !== true && links.get(id)?.gone !== 'here');
  return reconcile(work, await pairsOf(work, there, links, how));
};
