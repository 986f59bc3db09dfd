import { afterAll, beforeAll, expect, it } from 'vitest';

import { runWhy } from '../../cli/commands/people/why.ts';
import { engineClient } from '../../cli/engine-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const rest = { id: 'rest', type: 'wait', for: '1 day' };
const last = { id: 'last', type: 'update', tags: { add: ['done'] } };
const wants = { fact: 'profile', path: '$.traits.wants', operator: 'equal', value: true };
const which = (key: string) => ({
  fact: 'event',
  path: '$.properties.journey',
  operator: 'equal',
  value: key,
});
const journey = (key: string, loop: object) => ({
  [`journeys/${key}.json`]: {
    key,
    name: key,
    stage: 'retention',
    entry: { on: 'Wanted', where: { all: [which(key)] } },
    steps: [{ id: 'loop', type: 'repeat', steps: [rest], ...loop }, last],
  },
});

const files = {
  ...journey('thrice', { atMost: 3 }),
  ...journey('asking', { atMost: 5, while: { all: [wants] } }),
};

let engine: TestedEngine;
beforeAll(async () => {
  engine = await startMemoryEngine({ files: (tenant) => shopFiles({ tenant, files }) });
});
afterAll(async () => {
  await engine.close();
});

const client = () => engineClient({ url: engine.url, apiKey: engine.keys.api });
const funnel = (key: string): Promise<unknown> => client().call({ path: `/api/journeys/${key}/funnel` });
const told = async (person: string): Promise<string> => {
  const lines: string[] = [];
  await runWhy({ person, journey: undefined, client: client(), say: (line) => lines.push(line) });
  return lines.join('\n');
};

it('a funnel counts who came to a repeat, each time it was asked to go round, and who got through', async () => {
  await engine.customer('ana');
  await engine.track('ana', 'Wanted', { journey: 'thrice' });
  await engine.days(2.5);
  await engine.customer('ben');
  await engine.track('ben', 'Wanted', { journey: 'thrice' });
  await engine.days(1.5);
  const loop = {
    step: 'loop',
    type: 'repeat',
    // Three rounds and the way out of Ana, two rounds of Ben, who is in his second.
    entered: { people: 2, runs: 2, total: 6 },
    passed: { people: 1, runs: 1, total: 1 },
  };
  await expect
    .poll(() => funnel('thrice'))
    .toMatchObject({ entered: 2, steps: [loop, { step: 'rest', waiting: 1 }, { step: 'last' }] });
  const why = await told('ana@example.com');
  expect(why).toContain('Begins round 3 of “loop”.');
  expect(why).toContain('Has gone round “loop” as often as it may (3), and goes on.');
});

it('says why a repeat that asks each time went on', async () => {
  await engine.customer('eva', { wants: true });
  await engine.track('eva', 'Wanted', { journey: 'asking' });
  await engine.identify('eva', { wants: false });
  await engine.days(1.5);
  await expect
    .poll(() => told('eva@example.com'))
    .toContain('Goes on behind “loop” after 1 round: profile.traits.wants is false (asked for: true).');
  expect(await funnel('asking')).toMatchObject({
    steps: [
      {
        step: 'loop',
        entered: { people: 1, runs: 1, total: 2 },
        passed: { people: 1, runs: 1, total: 1 },
      },
      { step: 'rest' },
      { step: 'last', entered: { people: 1, runs: 1, total: 1 } },
    ],
  });
});
