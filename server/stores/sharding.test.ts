import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { schemas } from './schemas.ts';
import { collectionOf } from '../../platform/mongo/schema/define.ts';

const declared = schemas.map((schema) => ({
  name: collectionOf(schema),
  sharding: schema.sharding,
  indexes: schema.indexes(),
}));

describe('how collections spread over shards', () => {
  it('leaves no unique index that a sharded collection could not have', () => {
    for (const { name, sharding, indexes } of declared) {
      if (!('by' in sharding)) continue;
      const shardKey = Object.keys(sharding.by);
      for (const [key, options] of indexes) {
        if (options.unique !== true) continue;
        expect(Object.keys(key).slice(0, shardKey.length), `${name}.${options.name}`).toEqual(shardKey);
      }
    }
  });

  it('makes ids unique over all shards: they are the key, and a list can never be one', () => {
    for (const { name, sharding } of declared) {
      if ('by' in sharding) expect([name, Object.keys(sharding.by)]).toEqual([name, ['_id']]);
      else expect([name, sharding.whole]).toEqual([name, expect.stringMatching(/\w.+\.$/)]);
    }
  });

  it('lets what a tenant has most of spread', () => {
    const spread = declared.filter(({ sharding }) => 'by' in sharding).map(({ name }) => name);
    expect(spread).toEqual(
      expect.arrayContaining([
        'profiles',
        'identities',
        'events',
        'coupons',
        'couponClaims',
        'entryPlaceClaims',
      ]),
    );
  });

  it('is written down, command by command, for those who run a cluster', async () => {
    const page = await readFile(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
    const inPage = [...page.matchAll(/sh\.shardCollection\("ciclo\.(\w+)", (\{.*?\})\)/g)];
    const wanted = declared.flatMap(({ name, sharding }) => ('by' in sharding ? [name] : []));
    expect(inPage.map(([, name]) => name).toSorted()).toEqual(wanted.toSorted());
    expect(new Set(inPage.map(([, , key]) => key))).toEqual(new Set(['{ _id: "hashed" }']));
  });
});
