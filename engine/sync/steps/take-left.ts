import type { Issue, Link } from '../ports.ts';
import { type Reconciled, type SyncWork } from '../reconcile.ts';
import { takeOurs } from './take-ours.ts';
import { takeTheirs } from './take-theirs.ts';

const limit = 50;

const nothing: Reconciled = { counts: { rows: 0, in: 0, out: 0, created: 0 } };

/** Empties there what records say of people who were erased here. */
const emptyErased = async (work: SyncWork, erased: readonly Link[]) => {
  const ids = erased.flatMap(({ record }) => record ?? []);
  const writes = await work.side.erased({ ...work, ids });
  const rows = erased.flatMap(({ theirs, record }) => {
    const fields = record === undefined ? undefined : writes.get(record);
    return fields === undefined || Object.keys(fields).length === 0 ? [] : [{ id: theirs, fields }];
  });
  if (rows.length === 0) return undefined;
  const written = await work.calls.write({ op: 'update', rows });
  if (written.kind === 'failed') return written;
  const { tenant, sync, now: at } = work;
  for (const [index, result] of written.results.entries()) {
    const theirs = rows[index]?.id;
    if (theirs === undefined || result.kind === 'done' || result.kind === 'gone') continue;
    const message =
      'The other system keeps what a record says of a person who was erased here: empty it there.';
    await work.issues.note({ tenant, sync, at, code: 'not-erased', message, theirs });
  }
  return undefined;
};

/** Removes there what was of people who were erased here; answers how many, or what went wrong. */
export const removeErased = async (work: SyncWork) => {
  const { tenant, sync, settings, links, calls } = work;
  const erased = await links.toErase({ tenant, sync, limit: Math.min(limit, calls.batch) });
  if (erased.length === 0) return { removed: 0 };
  if (settings.onErase === 'delete' && settings.with !== 'people') {
    const failed = await emptyErased(work, erased);
    if (failed !== undefined) return { removed: 0, failed };
  } else if (settings.onErase === 'delete') {
    const written = await calls.write({ op: 'remove', ids: erased.map(({ theirs }) => theirs) });
    if (written.kind === 'failed') return { removed: 0, failed: written };
  }
  for (const { theirs } of erased) await links.erased({ tenant, sync, theirs });
  return { removed: erased.length };
};

const retryOne = async (work: SyncWork, issue: Issue): Promise<Reconciled> => {
  const { take, theirs } = issue;
  const how = { isRetry: true, ...(take === undefined ? {} : { take }) };
  const ours = issue.record ?? issue.profileId;
  if (theirs !== undefined) {
    const read = await work.calls.read({ op: 'read', ids: [theirs] });
    if (read.kind === 'failed') return { ...nothing, failed: read };
    if (read.rows.length > 0) return takeTheirs(work, read.rows, how);
  }
  if (ours === undefined) return nothing;
  return takeOurs(work, await work.side.byIds({ ...work, ids: [ours] }), how);
};

/** Tries again what is due to be: each issue is forgotten, and noted again where it is there still. */
export const takeLeft = async (work: SyncWork): Promise<Reconciled & { readonly more: boolean }> => {
  const { tenant, sync, issues, now } = work;
  const due = await issues.due({ tenant, sync, now, limit });
  const counts = { rows: 0, in: 0, out: 0, created: 0 };
  for (const issue of due) {
    const done = await retryOne(work, issue);
    counts.rows += done.counts.rows;
    counts.in += done.counts.in;
    counts.out += done.counts.out;
    counts.created += done.counts.created;
    if (done.failed !== undefined) return { counts, failed: done.failed, more: false };
    const [again] = await issues.due({ tenant, sync, now, limit: 1 });
    if (again?.id === issue.id) await issues.drop({ tenant, id: issue.id });
  }
  return { counts, more: due.length === limit };
};
