import { expect, test } from 'vitest';
import type { ReadRow } from '../../runtime/sync.ts';
import type { GivenSync, SyncStage } from './sync-stage.ts';

const minute = 60_000;
const names = ['ana', 'ben', 'cai', 'dan', 'eva'];

/** What is known of each record after all rows, the latest last. */
const latest = (rows: readonly ReadRow[]): ReadonlyMap<string, ReadRow> =>
  new Map(rows.map((row) => [row.id, row]));

const checkEverything = ({ sync }: GivenSync, stage: SyncStage) => {
  const addAll = (): readonly string[] =>
    names.map((name) => stage.provider().add({ ...sync.needs, ...stage.row(name, 'Cadiz') }));

  test('everything is fetched, page by page, with the fields that were asked for', async () => {
    const ids = addAll();
    const { rows } = await stage.walk();
    const known = latest(rows);
    expect([...known.keys()].toSorted()).toEqual([...ids].toSorted());
    expect(known.get(ids[2] ?? '')?.fields).toMatchObject(stage.row('cai', 'Cadiz'));
  });

  test('where nobody is, nothing is found, and who comes later is', async () => {
    const first = await stage.walk();
    expect(first.rows).toEqual([]);
    stage.pass(10 * minute);
    const id = stage.provider().add({ ...sync.needs, ...stage.row('ana', 'Cadiz') });
    stage.pass(10 * minute);
    expect([...latest((await stage.walk(first.cursor)).rows).keys()]).toEqual([id]);
  });

  test('then what changed comes, also more than a page of records that changed in one instant', async () => {
    const ids = addAll();
    const first = await stage.walk();
    stage.pass(10 * minute);
    for (const id of ids) stage.provider().change(id, { [sync.text]: 'Rota' });
    stage.pass(10 * minute);
    const known = latest((await stage.walk(first.cursor)).rows);
    expect(ids.map((id) => known.get(id)?.fields[sync.text])).toEqual(ids.map(() => 'Rota'));
  });

  test('a look that is repeated from a cursor finds the same again', async () => {
    addAll();
    const first = await stage.page(undefined);
    if (first.kind !== 'done') throw new Error(JSON.stringify(first));
    const one = await stage.walk(first.cursor);
    const two = await stage.walk(first.cursor);
    expect(two.rows).toEqual(one.rows);
  });

  test('a record that changes between two pages is not missed, and takes no other along', async () => {
    const ids = addAll();
    const page = await stage.page(undefined);
    if (page.kind !== 'done') throw new Error(JSON.stringify(page));
    stage.pass(1_000);
    for (const id of ids.slice(0, 2)) stage.provider().change(id, { [sync.text]: 'Rota' });
    const rest = page.more === true ? await stage.walk(page.cursor) : { rows: [], cursor: page.cursor };
    stage.pass(10 * minute);
    const later = await stage.walk(rest.cursor);
    const known = latest([...page.rows, ...rest.rows, ...later.rows]);
    expect(ids.map((id) => known.get(id)?.fields[sync.text])).toEqual([
      'Rota',
      'Rota',
      'Cadiz',
      'Cadiz',
      'Cadiz',
    ]);
  });
};

/** What holds of looks at what changed. */
export const changedChecks = (given: GivenSync, stage: SyncStage): void => {
  const { sync } = given;
  checkEverything(given, stage);

  test('the clock of the provider is told, or nothing is said of it', async () => {
    stage.pass(90 * minute);
    const page = await stage.page(undefined);
    if (page.kind !== 'done') throw new Error(JSON.stringify(page));
    expect(Math.abs((page.clock ?? stage.now()) - stage.now())).toBeLessThanOrEqual(1_000);
  });

  const { tellsDeleted } = sync;
  test.runIf(tellsDeleted !== undefined)('what was deleted there comes as deleted', async () => {
    const [id = '', other] = names
      .slice(0, 2)
      .map((name) => stage.provider().add({ ...sync.needs, ...stage.row(name, 'Cadiz') }));
    let { cursor } = await stage.walk();
    stage.pass(10 * minute);
    stage.provider().remove(id);
    const seen: ReadRow[] = [];
    for (const ms of [10 * minute, tellsDeleted ?? 0]) {
      stage.pass(ms);
      const found = await stage.walk(cursor);
      ({ cursor } = found);
      seen.push(...found.rows);
    }
    expect(seen.filter(({ deleted }) => deleted === true).map((row) => row.id)).toContain(id);
    expect(seen.filter(({ deleted }) => deleted === true).map((row) => row.id)).not.toContain(other);
  });
};
