import { expect, test } from 'vitest';
import { createPollStage, type GivenPoll, type PollStage } from './poll-stage.ts';
import type { PollSubject } from './poll-subject.ts';

const minutes = 60_000;
/** What is wrong with the plugin, and not with the provider. */
const faults = ['plugin-misbehaved', 'poll-failed', 'timeout'];

const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_one, index) => String(70_001 + index));

/** An instance that has looked once, when nothing was there. */
const begin = async (stage: PollStage) => (await stage.walk(undefined)).cursor;

const checkPages = (stage: PollStage, poll: PollSubject) => {
  const all = names(poll.many);

  test('what comes is told page by page, each thing once', async () => {
    const first = await begin(stage);
    for (const [index, name] of all.entries()) stage.add(name, stage.now() + index * 10);
    const { found } = await stage.walk(first);
    for (const name of all) expect(stage.idsOf(found, name), `what was found of ${name}`).not.toEqual([]);
    // Pages may share what is at their edge: by its ids it is the same.
    const counts = all.map((name) => new Set(stage.idsOf(found, name)).size);
    expect(new Set(counts)).toEqual(new Set(counts.slice(0, 1)));
  });

  test('more than a page of one instant is told whole', async () => {
    const first = await begin(stage);
    for (const name of all) stage.add(name);
    const { found } = await stage.walk(first);
    for (const name of all) expect(stage.idsOf(found, name), `what was found of ${name}`).not.toEqual([]);
  });

  test('what comes and what changes between two pages is told, and nothing else is passed over', async () => {
    const first = await begin(stage);
    for (const [index, name] of all.entries()) stage.add(name, stage.now() + index * 10);
    const page = await stage.found(first);
    stage.pass(minutes);
    const [changed = ''] = all;
    stage.provider().change?.(changed, stage.now());
    stage.add('80001');
    const rest = page.more ? await stage.walk(page.cursor) : { found: [], cursor: page.cursor };
    const later = await stage.walk(rest.cursor);
    const found = [page, ...rest.found, ...later.found];
    for (const name of [...all, '80001'])
      expect(stage.idsOf(found, name), `what was found of ${name}`).not.toEqual([]);
    if (stage.provider().change !== undefined)
      expect(stage.idsOf([...rest.found, ...later.found], changed)).not.toEqual([]);
  });
};

const checkCursor = (stage: PollStage, poll: PollSubject) => {
  test('an answer that was lost is told again, by the same ids', async () => {
    const first = await begin(stage);
    for (const name of names(3)) stage.add(name);
    const { events, messages, products } = await stage.found(first);
    expect(await stage.found(first)).toMatchObject({ events, messages, products });
  });

  test('nothing new leaves the cursor as it is, and a cursor stays small', async () => {
    const first = await begin(stage);
    for (const name of names(poll.many)) stage.add(name);
    const told = await stage.walk(first);
    const quiet = await stage.walk(told.cursor);
    const still = await stage.walk(quiet.cursor);
    expect(stage.withoutClocks(still.cursor)).toEqual(stage.withoutClocks(quiet.cursor));
    expect(JSON.stringify([told.cursor, quiet.cursor]).length).toBeLessThan(2_000);
  });

  test.runIf(poll.tellsAll !== true)(
    'the cursor moves on: what was told long ago is not told again',
    async () => {
      const first = await begin(stage);
      stage.add('70001');
      const one = await stage.walk(first);
      expect(stage.idsOf(one.found, '70001')).not.toEqual([]);
      stage.pass(60 * minutes);
      stage.add('70002');
      const two = await stage.walk(one.cursor);
      expect(stage.idsOf(two.found, '70002')).not.toEqual([]);
      const three = await stage.walk(two.cursor);
      expect(stage.idsOf(three.found, '70001')).toEqual([]);
    },
  );
};

const checkClocks = (stage: PollStage) => {
  test.each([
    ['ahead, and is set right', 4, 0],
    ['right, and then behind', 0, -4],
    ['ahead all the time', 4, 4],
    ['behind all the time', -4, -4],
  ])('a provider whose clock is %s by minutes loses nothing', async (_how, before, after) => {
    const first = await begin(stage);
    stage.add('70001', stage.now() + before * minutes);
    const one = await stage.walk(first);
    stage.pass(1_000);
    stage.add('70002', stage.now() + after * minutes);
    const two = await stage.walk(one.cursor);
    expect(stage.idsOf(one.found, '70001')).not.toEqual([]);
    expect(stage.idsOf(two.found, '70002')).not.toEqual([]);
  });
};

const checkTrouble = (stage: PollStage, poll: PollSubject) => {
  const bad = poll.plays.filter((one) => one !== 'ok' && one !== 'hang');

  test.each(bad)('%s is said as trouble of the provider, and nothing is passed over', async (scenario) => {
    const first = await begin(stage);
    stage.add('70001');
    stage.provider().play?.(scenario);
    for (const cursor of [undefined, first]) {
      const looked = await stage.look(cursor);
      if (looked.kind !== 'failed') expect.fail(JSON.stringify(looked));
      expect(faults).not.toContain(looked.code);
      if (scenario === 'throttled-seconds' || scenario === 'throttled-date')
        expect(Math.ceil((looked.afterMs ?? 0) / 1_000)).toBe(7);
    }
    stage.provider().play?.('ok');
    expect(stage.idsOf((await stage.walk(first)).found, '70001')).not.toEqual([]);
  });

  test.runIf(bad.includes('unavailable')).each([1, 2, 3])(
    'trouble after %d good answers of a look tells nothing by half',
    async (good) => {
      const first = await begin(stage);
      for (const name of names(2)) stage.add(name);
      const { events, messages, products, cursor } = await stage.found(first);
      stage.provider().playAfter?.(good, 'unavailable');
      const looked = await stage.look(first);
      if (looked.kind === 'events') expect(looked).toMatchObject({ events, messages, products, cursor });
    },
  );
};

/** What holds of every poll. */
export const pollChecks = (given: GivenPoll): void => {
  const stage = createPollStage(given);
  checkPages(stage, given.poll);
  checkCursor(stage, given.poll);
  checkClocks(stage);
  checkTrouble(stage, given.poll);

  test('a provider that is away is tried again', async () => {
    const first = await begin(stage);
    await stage.provider().close();
    expect(await stage.look(first)).toMatchObject({ kind: 'failed' });
  });
};
