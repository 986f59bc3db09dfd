import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';
import { noon, sampleRow } from '../../../test/store/samples.ts';
import { type LedgerDoc, ledgerSchema } from './ledger-schema.ts';

describe('what is recorded of runs', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const rowsOf = (profileId: string) =>
    store.collections.of<LedgerDoc>(ledgerSchema).find({ tenant: store.tenant, profileId }).toArray();

  it('adds each row of the ledger once, however often and with whatever else it comes', async () => {
    const { ledger } = store.stores;
    const row = (id: string) => sampleRow({ tenant: store.tenant, id, profileId: 'p-once' });
    await ledger.append([row('a'), row('b')]);
    await Promise.all([
      ledger.append([row('a'), row('b'), row('c')]),
      ledger.append([row('c'), row('d')]),
      ledger.append([]),
    ]);
    expect((await rowsOf('p-once')).map((one) => one.id).toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('never changes a row that stands', async () => {
    const { ledger } = store.stores;
    const row = sampleRow({ tenant: store.tenant, id: 'stands', profileId: 'p-stands', reason: 'first' });
    await ledger.append([row]);
    await ledger.append([{ ...row, reason: 'second' }]);
    expect(await rowsOf('p-stands')).toMatchObject([{ reason: 'first' }]);
  });

  it('gives rows to another person on a merge', async () => {
    const { ledger } = store.stores;
    await ledger.append([sampleRow({ tenant: store.tenant, id: 'moved', profileId: 'p-from' })]);
    await store.stores.people.merge({ tenant: store.tenant, from: 'p-from', to: 'p-to' });
    expect(await rowsOf('p-to')).toHaveLength(1);
  });

  it('keeps the first result of an effect, of one turn', async () => {
    const { effects } = store.stores;
    const at = { tenant: store.tenant, run: 'r-effect' };
    const effect = { kind: 'send', step: 'remind', visit: 1 } as const;
    expect(await effects.result({ ...at, effect })).toBeUndefined();
    await effects.settle({ ...at, effect, result: { kind: 'failed', reason: 'first' }, at: noon });
    await effects.settle({ ...at, effect, result: { kind: 'failed', reason: 'late' }, at: noon });
    expect(await effects.result({ ...at, effect })).toEqual({ kind: 'failed', reason: 'first' });
    expect(await effects.result({ ...at, effect: { ...effect, turn: 1 } })).toBeUndefined();
  });

  it('lets one of many attempts at an effect begin, another when its lease is over, none when it has a result', async () => {
    const { effects } = store.stores;
    const effect = { kind: 'action', step: 'call', visit: 1 } as const;
    const named = { tenant: store.tenant, run: 'r-tried', effect };
    const begin = (n: number, systemTime: number = noon) =>
      effects.begin({ ...named, at: noon + n, claim: `c${n}`, systemTime, leaseUntil: systemTime + 1000 });
    const tried = await Promise.all(Array.from({ length: 10 }, (_, n) => begin(n)));
    const [first] = tried.filter((one) => one.kind === 'begun');
    expect(tried.filter((one) => one.kind === 'elsewhere')).toHaveLength(9);
    const holder = `c${tried.findIndex((one) => one.kind === 'begun')}`;
    expect(await effects.renew({ ...named, claim: holder, leaseUntil: noon + 5000 })).toBe('renewed');
    expect(await begin(20, noon + 4999)).toEqual({ kind: 'elsewhere' });
    expect(await begin(21, noon + 5000)).toEqual(first);
    expect(await effects.renew({ ...named, claim: holder, leaseUntil: noon + 9000 })).toBe('lost');
    await effects.settle({ ...named, result: { kind: 'failed', reason: 'first' }, at: noon });
    expect(await begin(22, noon + 9999)).toEqual({ kind: 'settled' });
  });

  it('takes a command once per id', async () => {
    const { commands } = store.stores;
    const at = { tenant: store.tenant, id: 'c-1' };
    const command = { kind: 'move', to: 'answer' } as const;
    await commands.add({ ...at, run: 'r-1', command, at: noon });
    await commands.add({ ...at, run: 'r-2', command: { kind: 'skip' }, at: noon });
    expect(await commands.get(at)).toEqual({ run: 'r-1', command });
    expect(await commands.get({ tenant: 'other', id: 'c-1' })).toBeUndefined();
  });

  it('takes a task once per id, and gives it to another person on a merge', async () => {
    const { tasks } = store.stores;
    const { tenant } = store;
    const task = { id: 'task-1', tenant, profileId: 'p-from', run: null, title: 'Call', createdAt: noon };
    await tasks.add(task);
    await tasks.add({ ...task, title: 'Other' });
    expect(await tasks.get({ tenant, id: 'task-1' })).toEqual(task);
    await store.stores.people.merge({ tenant, from: 'p-from', to: 'p-to' });
    expect(await tasks.get({ tenant, id: 'task-1' })).toMatchObject({ profileId: 'p-to' });
  });

  it('notes once that a task is done, also when many say so at once', async () => {
    const { tasks, taskReads } = store.stores;
    const { tenant } = store;
    const task = { id: 'task-2', tenant, profileId: 'p-done', run: null, title: 'Call', createdAt: noon };
    await tasks.add(task);
    const said = await Promise.all(
      ['a', 'b', 'c'].map((note, n) =>
        tasks.finish({ tenant, id: 'task-2', at: noon + n, output: { outcome: 'done', note } }),
      ),
    );
    expect(said.filter((one) => one?.kind === 'done')).toHaveLength(1);
    const winner = said.find((one) => one?.kind === 'done')?.task;
    expect(said.map((one) => one?.task)).toEqual([winner, winner, winner]);
    // Added again, as by a repeat of the step, it stays done.
    await tasks.add(task);
    expect(await tasks.get({ tenant, id: 'task-2' })).toEqual(winner);
    expect(await taskReads.tasks({ tenant, profileId: 'p-done', state: 'open', limit: 5 })).toEqual([]);
    expect(await tasks.finish({ tenant, id: 'none', at: noon, output: { outcome: 'done' } })).toBeUndefined();
    expect(
      await tasks.finish({ tenant: 'other', id: 'task-2', at: noon, output: { outcome: 'done' } }),
    ).toBeUndefined();
  });
});
