import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { builtInPlugins } from '../../plugins/built-in.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { type LetterBox, letterBoxPlugin } from '../harness/letter-box.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const write = (id: string) => ({
  type: 'message' as const,
  id,
  channel: 'chat',
  from: { address: `visitor-${id}` },
  text: `Hello ${id}`,
});

describe('a provider that tells nothing by itself', () => {
  const box: LetterBox = { messages: [], cursors: [] };
  let engine: TestedEngine;
  beforeAll(async () => {
    engine = await startMemoryEngine({
      plugins: [...builtInPlugins, letterBoxPlugin(box)],
      files: (tenant) =>
        shopFiles({ tenant, files: {}, settings: { plugins: { box: { use: 'letter-box', config: {} } } } }),
    });
  });
  afterAll(() => engine.close());

  const froms = async () => {
    const { body } = await adminClient(engine).call('GET', '/api/conversations');
    const { conversations } = z
      .object({ conversations: z.array(z.looseObject({ address: z.string() })) })
      .parse(body);
    return conversations.map(({ address }) => address).toSorted();
  };
  const pass = (minutes: number) => engine.days(minutes / 1440);

  it('is looked at as often as its plugin says, in parts, each from where the one before ended', async () => {
    await pass(2);
    box.cursors.splice(0);
    box.messages.push(...['a', 'b', 'c', 'd', 'e'].map(write));
    await pass(2);
    expect(await froms()).toEqual(['visitor-a', 'visitor-b', 'visitor-c', 'visitor-d', 'visitor-e']);
    expect(box.cursors.slice(0, 3)).toEqual([{ after: 0 }, { after: 2 }, { after: 4 }]);
  });

  it.each(['throws', 'retry', 'misbehaves'] as const)(
    'whose look %s is looked at again from the same place, and loses nothing',
    async (failure) => {
      const before = (await froms()).length;
      box.failure = failure;
      box.messages.push(write(failure));
      await pass(5);
      expect(await froms()).toHaveLength(before);
      delete box.failure;
      await pass(40);
      expect(await froms()).toHaveLength(before + 1);
    },
  );

  it('that shows a message again has it taken once', async () => {
    const before = (await froms()).length;
    box.messages.push(write('a'));
    await pass(5);
    expect(await froms()).toHaveLength(before);
  });
});
