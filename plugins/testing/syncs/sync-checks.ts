import { expect, test } from 'vitest';
import type { ReadRow } from '../../runtime/sync.ts';
import { changedChecks } from './changed-checks.ts';
import { createSyncStage, type GivenSync, type SyncStage } from './sync-stage.ts';

const idsOf = (rows: readonly ReadRow[]): readonly string[] => rows.map(({ id }) => id).toSorted();

const checkReads = ({ sync }: GivenSync, stage: SyncStage) => {
  test('records are read by their ids, and those that there are not are left out', async () => {
    const ids = ['ana', 'ben', 'eva'].map((name) =>
      stage.provider().add({ ...sync.needs, ...stage.row(name, 'Cadiz') }),
    );
    const [first = '', , third = ''] = ids;
    stage.provider().remove(third);
    const read = await stage.read([...ids]);
    expect(read.kind === 'done' && idsOf(read.rows.filter(({ deleted }) => deleted !== true))).toEqual(
      ids.slice(0, 2).toSorted(),
    );
    expect(read.kind === 'done' && read.rows.find(({ id }) => id === first)?.fields).toMatchObject(
      stage.row('ana', 'Cadiz'),
    );
  });

  test('what was written just now is found by its key, and a value that nobody has finds nothing', async () => {
    const made = await stage.create([stage.row('ana', 'Cadiz'), stage.row("o'hara", 'Jerez')]);
    expect(made).toMatchObject({ results: [{ kind: 'done' }, { kind: 'done' }] });
    const found = await stage.find(["o'hara@example.com", 'ana@example.com', 'nobody@example.com']);
    expect(
      found.kind === 'done' && found.rows.map(({ fields }) => fields[sync.key]).toSorted(),
      JSON.stringify(found),
    ).toEqual(['ana@example.com', "o'hara@example.com"]);
  });
};

const checkWrites = ({ sync }: GivenSync, stage: SyncStage) => {
  const keys = () => stage.provider().all().length;

  test('each new record has a result in its place, with the id it got', async () => {
    const names = ['ana', 'ben', 'eva'];
    const made = await stage.create(names.map((name) => stage.row(name, name)));
    if (made.kind !== 'done') throw new Error(JSON.stringify(made));
    const read = await stage.read(made.results.map((one) => (one.kind === 'done' ? one.id : '')));
    if (read.kind !== 'done') throw new Error(JSON.stringify(read));
    const byId = new Map(read.rows.map((row) => [row.id, row.fields[sync.text]]));
    expect(made.results.map((one) => (one.kind === 'done' ? byId.get(one.id) : one))).toEqual(names);
    expect(keys()).toBe(3);
  });

  test('a change is written, and a record that is gone is said to be', async () => {
    const [id, gone] = ['ana', 'ben'].map((name) =>
      stage.provider().add({ ...sync.needs, ...stage.row(name, 'Cadiz') }),
    );
    stage.provider().remove(gone ?? '');
    const written = await stage.update([
      { id: gone ?? '', fields: { [sync.text]: 'Jerez' } },
      { id: id ?? '', fields: { [sync.text]: 'Rota' } },
    ]);
    expect(written).toMatchObject({ results: [{ kind: 'gone' }, { kind: 'done', id }] });
    const read = await stage.read([id ?? '']);
    expect(read).toMatchObject({ rows: [{ fields: stage.row('ana', 'Rota') }] });
  });

  test('a value is emptied by null, and the others stay', async () => {
    const id = stage.provider().add({ ...sync.needs, ...stage.row('ana', 'Cadiz') });
    expect(await stage.update([{ id, fields: { [sync.text]: null } }])).toMatchObject({
      results: [{ kind: 'done' }],
    });
    const read = await stage.read([id]);
    if (read.kind !== 'done') throw new Error(JSON.stringify(read));
    expect(read.rows[0]?.fields[sync.text] ?? null).toBe(null);
    expect(read.rows[0]?.fields[sync.key]).toBe('ana@example.com');
  });
};

const checkRefusals = ({ sync }: GivenSync, stage: SyncStage) => {
  const keys = () => stage.provider().all().length;

  test.runIf(sync.isUnique)(
    'a second record with the same key is refused, and the others are made',
    async () => {
      stage.provider().add({ ...sync.needs, ...stage.row('ben', 'Cadiz') });
      const made = await stage.create(['ana', 'ben', 'eva'].map((name) => stage.row(name, 'Jerez')));
      expect(made).toMatchObject({ results: [{ kind: 'done' }, { kind: 'taken' }, { kind: 'done' }] });
      expect(keys()).toBe(3);
    },
  );

  test.runIf(sync.wrong !== undefined)(
    'a record that the provider refuses is rejected, and the others are written',
    async () => {
      const rows = [
        stage.row('ana', 'x'),
        { ...stage.row('ben', 'x'), ...sync.wrong },
        stage.row('eva', 'x'),
      ];
      expect(await stage.create(rows)).toMatchObject({
        results: [{ kind: 'done' }, { kind: 'rejected' }, { kind: 'done' }],
      });
    },
  );

  test('what is removed is gone, and removing it again counts as done', async () => {
    const id = stage.provider().add({ ...sync.needs, ...stage.row('ana', 'Cadiz') });
    expect(await stage.remove([id])).toMatchObject({ results: [{ kind: 'done' }] });
    expect(keys()).toBe(0);
    expect(await stage.remove([id])).toMatchObject({ results: [{ kind: 'done' }] });
  });

  test('a record whose making was not answered is found, so that it is not made twice', async () => {
    stage.provider().play('lost');
    const made = await stage.create([stage.row('ana', 'Cadiz')]);
    expect(made.kind === 'failed' ? 'failed' : made.results[0]?.kind).not.toBe('done');
    stage.provider().play('ok');
    // As the engine does: what is not found is made.
    const found = await stage.find(['ana@example.com']);
    if (found.kind !== 'done') throw new Error(JSON.stringify(found));
    if (found.rows.length === 0) await stage.create([stage.row('ana', 'Cadiz')]);
    expect(keys()).toBe(1);
  });
};

const checkTrouble = ({ sync }: GivenSync, stage: SyncStage) => {
  const troubles = sync.plays.filter(
    (one) => one !== 'ok' && one !== 'hang' && one !== 'refused' && one !== 'lost' && one !== 'cut',
  );

  test.each(troubles)('%s is no end and no success: all is asked again later', async (scenario) => {
    const id = stage.provider().add({ ...sync.needs, ...stage.row('ana', 'Cadiz') });
    stage.provider().play(scenario);
    const answers = [
      await stage.page(undefined),
      await stage.read([id]),
      await stage.find(['ana@example.com']),
      await stage.create([stage.row('ben', 'Cadiz')]),
      await stage.update([{ id, fields: { [sync.text]: 'Rota' } }]),
      await stage.remove([id]),
    ];
    for (const answer of answers) {
      const kinds =
        answer.kind === 'done' && 'results' in answer
          ? answer.results.map(({ kind }) => kind)
          : [answer.kind];
      expect(['failed', 'retry'], JSON.stringify(answer)).toContain(kinds[0]);
      expect(answer).not.toMatchObject({ isRefused: true });
    }
    const [first] = answers;
    if (scenario.startsWith('throttled-')) expect(first).toMatchObject({ afterMs: 7_000 });
    stage.provider().play('ok');
    expect((await stage.walk()).rows).not.toEqual([]);
  });
};

/** What holds of every kind of records that is kept the same on both sides. */
export const syncChecks = (given: GivenSync): void => {
  const stage = createSyncStage(given);
  changedChecks(given, stage);
  checkReads(given, stage);
  checkWrites(given, stage);
  checkRefusals(given, stage);
  checkTrouble(given, stage);
};
