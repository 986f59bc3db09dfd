import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { cicloOn } from '../harness/ciclo-command.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

describe('ciclo records', () => {
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files: {} }) });
  });
  afterAll(() => engine.close());

  /** What `ciclo records <words>` says. */
  const records = async (...words: readonly string[]): Promise<string> => {
    const { code, said } = await cicloOn(engine)(['records', ...words]);
    expect(code, said).toBe(0);
    return said;
  };
  const make = async (...words: readonly string[]): Promise<string> =>
    /deal (\S+)/.exec(await records('create', 'deal', ...words))?.[1] ?? '';

  it('makes a record of values as they stand in cells, changes it, and shows it', async () => {
    const id = await make('--set', 'name=Roof for Ana', '--set', 'amount=4900 EUR', '--owner', 'eva');
    const changed = await records(
      'change',
      'deal',
      id,
      '--stage',
      'proposal',
      '--set',
      'closeOn=2027-03-01',
      '--data',
      '{"nextStep":"Call on Monday"}',
    );
    expect(changed).toBe(`Changed: deal ${id}  Roof for Ana  proposal  of eva  revision 2`);
    expect(await records('get', 'deal', id)).toContain(
      ['name: Roof for Ana', 'amount: 4900.00 EUR', 'closeOn: 2027-03-01', 'nextStep: Call on Monday'].join(
        '\n',
      ),
    );
    expect(JSON.parse(await records('get', 'deal', id, '--json'))).toMatchObject({
      data: { amount: { minor: 490_000, currency: 'EUR' } },
      stage: 'proposal',
    });
  });

  it('removes what is given no value, and the owner', async () => {
    const id = await make('--set', 'name=Fence', '--set', 'nextStep=Call', '--owner', 'eva');
    await records('change', 'deal', id, '--set', 'nextStep=', '--owner', '');
    const record: unknown = JSON.parse(await records('get', 'deal', id, '--json'));
    expect(record).toMatchObject({ data: { name: 'Fence' } });
    expect(record).not.toHaveProperty('data.nextStep');
    expect(record).not.toHaveProperty('owner');
  });

  it('makes one record, however often the command is run with the same key', async () => {
    const first = await make('--set', 'name=Shed', '--key', 'offer-1');
    expect(await make('--set', 'name=Shed', '--key', 'offer-1')).toBe(first);
  });

  it('changes, deletes and restores on the revision that is named, and on no other', async () => {
    const id = await make('--set', 'name=Door');
    await records('change', 'deal', id, '--set', 'name=Doors', '--revision', '1');
    for (const how of [['change', '--set', 'name=Gate'], ['delete'], ['restore']]) {
      const [act = '', ...rest] = how;
      await expect(records(act, 'deal', id, ...rest, '--revision', '1')).rejects.toThrow(
        /\(412\).*it is at revision 2/,
      );
    }
  });

  it('deletes a record and restores it; meanwhile the list of deleted ones has it', async () => {
    const id = await make('--set', 'name=Garage');
    expect(await records('delete', 'deal', id)).toBe(
      `Deleted: deal ${id}  Garage  open  revision 2  deleted`,
    );
    expect(await records('list', 'deal')).not.toContain('Garage');
    expect(await records('list', 'deal', '--deleted')).toContain('Garage');
    expect(await records('restore', 'deal', id)).toBe(`Restored: deal ${id}  Garage  open  revision 3`);
    expect(await records('list', 'deal')).toContain('Garage');
  });

  it('lists with the columns of the object, filtered and sorted, page by page up to the limit', async () => {
    for (const [name, amount] of [
      ['Small', '10 EUR'],
      ['Large', '30 EUR'],
      ['Middle', '20 EUR'],
    ] as const) {
      await make('--set', `name=${name} window`, '--set', `amount=${amount}`, '--set', 'source=fair');
    }
    const filter = JSON.stringify({
      all: [{ fact: 'record', path: '$.source', operator: 'equal', value: 'fair' }],
    });
    const list = await records('list', 'deal', '--filter', filter, '--sort=-amount', '--limit', '2');
    const [head = '', , ...rows] = list.split('\n');
    expect(head.split(/ {2,}/)).toEqual([
      'id',
      'name',
      'amount',
      'stage',
      'closeOn',
      'owner',
      'changed (UTC)',
    ]);
    expect(rows.map((row) => /\w+ window +[\d.]+/.exec(row)?.[0] ?? row)).toEqual([
      'Large window   30.00',
      'Middle window  20.00',
      'There are more; see --limit.',
    ]);
    expect(await records('list', 'product')).toBe('There are no such records.');
  });

  it('tells who changed what, the newest first', async () => {
    const id = await make('--set', 'name=Stairs');
    await records('change', 'deal', id, '--set', 'name=Steps', '--owner', 'eva');
    const [, , newest = '', oldest = ''] = (await records('history', 'deal', id)).split('\n');
    expect(newest).toMatch(/^ *2 .* key .* changed .*name: Stairs → Steps.*owner: eva/);
    expect(oldest).toMatch(/^ *1 .* created .*name: Stairs/);
  });

  it('refuses values that cannot be read, with the field and a hint, before anything is sent', async () => {
    await expect(records('create', 'deal', '--set', 'amount=4900')).rejects.toThrow(/`amount`.*49\.90 EUR/);
    await expect(records('create', 'deal', '--set', 'amount')).rejects.toThrow('--set field=value');
    await expect(records('create', 'deal', '--data', '[1]')).rejects.toThrow('not a JSON object');
  });

  it('shows what the engine refuses, with the nearest name of a field or kind', async () => {
    await expect(records('create', 'deal', '--set', 'name=X', '--set', 'amonut=1')).rejects.toThrow(
      /There is no field `amonut`.*amount/,
    );
    await expect(records('list', 'deel')).rejects.toThrow(/There is no such object.*deal/);
  });
});
