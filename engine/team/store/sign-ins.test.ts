import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTestStore } from '../../../test/store/open-store.ts';

describe('the store of sessions and links', () => {
  let store: Awaited<ReturnType<typeof openTestStore>>;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const soon = new Date(Date.now() + 3_600_000);
  const later = new Date(Date.now() + 7_200_000);
  const link = (id: string) => ({ id, identifier: `link:${id}`, value: 'eva', expiresAt: soon });
  const at = (field: string, value: unknown, operator = 'eq') => [{ field, value, operator }];

  it('gives a link to one of all who use it at the same time', async () => {
    const { signIns } = store.stores;
    const of = { tenant: store.tenant, model: 'verification' };
    await signIns.add({ ...of, row: link('once') });
    const where = at('identifier', 'link:once');
    const taken = await Promise.all(Array.from({ length: 8 }, () => signIns.take({ ...of, where })));
    expect(taken.filter((row) => row !== undefined)).toEqual([link('once')]);
  });

  it('finds, changes and removes rows of one tenant and model', async () => {
    const { signIns } = store.stores;
    const of = { tenant: store.tenant, model: 'session' };
    const session = (id: string, expiresAt: Date) => ({ id, userId: 'usr_1', token: `t-${id}`, expiresAt });
    await signIns.add({ ...of, row: session('a', soon) });
    await signIns.add({ ...of, row: session('b', later) });
    await signIns.add({ tenant: 'another', model: 'session', row: session('a', soon) });
    expect(await signIns.find({ ...of, where: at('token', 't-a') })).toEqual([session('a', soon)]);
    const ids = async (where: ReturnType<typeof at>) =>
      (await signIns.find({ ...of, where })).map((row) => row['id']).toSorted();
    expect(await ids(at('expiresAt', soon, 'gt'))).toEqual(['b']);
    expect(await ids(at('id', ['a', 'b'], 'in'))).toEqual(['a', 'b']);
    expect(await signIns.change({ ...of, where: at('id', 'a'), set: { expiresAt: later } })).toBe(1);
    expect(await ids(at('expiresAt', later))).toEqual(['a', 'b']);
    expect(await signIns.remove({ ...of, where: at('userId', 'usr_1') })).toBe(2);
    expect(await signIns.find({ tenant: 'another', model: 'session', where: at('id', 'a') })).toHaveLength(1);
  });
});
