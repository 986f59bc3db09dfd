import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SubscriptionEnd } from '../runtime/subscriptions.ts';
import { at, createHarness, type Harness, testNow } from './harness.ts';
import type { Provider, RunningProvider, Scenario, Subject } from './subject.ts';
import type { SubscriptionBook } from './subscription-book.ts';

type Given = { readonly subject: Subject; readonly provider: Provider; readonly webhook: string };

const url = 'https://ciclo.example/webhooks/test/under-test';
const elsewhere = 'https://other.example/hooks';

const createStage = ({ subject, provider, webhook }: Given) => {
  const state: { running?: RunningProvider; harness?: Harness } = {};
  let count = 0;
  const said: string[] = [];
  beforeEach(async () => {
    state.running = await provider.start();
    const { plugin, secrets } = subject;
    const config = subject.config(state.running.url);
    state.harness = createHarness({ plugin, secrets, config });
  });
  afterEach(async () => {
    const everything = [...said.splice(0), ...(state.harness?.logged ?? [])].join('\n');
    await state.harness?.close();
    await state.running?.close();
    for (const [name, secret] of Object.entries(subject.secrets)) {
      expect(everything.includes(secret), `the secret ${name} in something the plugin said`).toBe(false);
    }
  });
  const running = (): RunningProvider => {
    if (state.running === undefined) throw new Error('The stage is not set.');
    return state.running;
  };
  const book = (): SubscriptionBook => {
    const { subscriptions } = running();
    if (subscriptions === undefined) throw new Error('The stand-in of the provider has no `subscriptions`.');
    return subscriptions;
  };
  const runtime = () => {
    if (state.harness === undefined) throw new Error('The stage is not set.');
    return state.harness.runtime.subscriptions;
  };
  const place = () => {
    count += 1;
    return { ...at, webhook, url, now: testNow, systemTime: testNow, key: `set-up-${count}` };
  };
  const noted = (end: SubscriptionEnd): SubscriptionEnd => {
    said.push(JSON.stringify(end));
    return end;
  };
  return {
    book,
    ours: () =>
      book()
        .all()
        .filter((one) => one.url === url && one.isActive),
    topics: () =>
      runtime()
        .subscribable(at)
        .find((one) => one.webhook === webhook)?.topics ?? [],
    play: (scenario: Scenario) => running().play(scenario),
    setUp: async () => noted(await runtime().subscribe(place())),
    remove: async () => noted(await runtime().unsubscribe(place())),
  };
};

type Stage = ReturnType<typeof createStage>;

/** Every topic comes to our address, once. */
const expectWhole = (stage: Stage): void => {
  const ours = stage.ours();
  expect(ours.flatMap(({ topics }) => topics).toSorted()).toEqual([...stage.topics()].toSorted());
};

const checkRepeats = (stage: Stage, isSingle: boolean) => {
  test('everything is sent to our address once, however often it is set up', async () => {
    const first = await stage.setUp();
    expect(first).toMatchObject({ kind: 'done', removed: 0 });
    expectWhole(stage);
    expect(await stage.setUp()).toEqual({ kind: 'done', created: 0, removed: 0, refused: [] });
    expectWhole(stage);
  });

  test('what somebody removed or the vendor stopped comes back', async () => {
    await stage.setUp();
    const [first, ...others] = stage.ours();
    stage.book().stop(first?.id ?? '');
    if (others[0] !== undefined) stage.book().remove(others[0].id);
    expect(await stage.setUp()).toMatchObject({ kind: 'done' });
    expectWhole(stage);
  });

  test.runIf(!isSingle)('what goes elsewhere is left alone, by setting up and by removing', async () => {
    stage.book().add({ url: elsewhere, topics: [...stage.topics()] });
    await stage.setUp();
    expectWhole(stage);
    await stage.remove();
    expect(
      stage
        .book()
        .all()
        .map((one) => one.url),
    ).toEqual([elsewhere]);
  });

  test.runIf(isSingle)('an address that is somebody else’s is not replaced', async () => {
    stage.book().add({ url: elsewhere, topics: [...stage.topics()] });
    expect(await stage.setUp()).toMatchObject({ kind: 'failed', code: 'taken' });
    await stage.remove();
    expect(
      stage
        .book()
        .all()
        .map((one) => one.url),
    ).toEqual([elsewhere]);
  });

  test('what is removed is gone, and removing it again is no mistake', async () => {
    await stage.setUp();
    const count = stage.ours().length;
    expect(await stage.remove()).toMatchObject({ kind: 'done', removed: count });
    expect(stage.ours()).toEqual([]);
    expect(await stage.remove()).toMatchObject({ kind: 'done', removed: 0 });
  });
};

const checkTrouble = (stage: Stage, plays: readonly Scenario[]) => {
  const bad: readonly Scenario[] = [
    'throttled',
    'server-error',
    'unavailable',
    'unauthorized',
    'refused',
    'huge',
    'garbage',
  ];
  test.each(plays.filter((one) => bad.includes(one)))(
    '%s sets nothing up and says so, and it works afterwards',
    async (scenario) => {
      stage.play(scenario);
      expect((await stage.setUp()).kind).toBe('failed');
      expect((await stage.remove()).kind).toBe('failed');
      stage.play('ok');
      expect(stage.ours()).toEqual([]);
      expect((await stage.setUp()).kind).toBe('done');
      expectWhole(stage);
    },
  );

  test.runIf(plays.includes('lost'))(
    'answers that are lost are no success, and leave nothing twice',
    async () => {
      stage.book().whenAdded(() => stage.play('lost'));
      expect((await stage.setUp()).kind).toBe('failed');
      expect(stage.ours()).toHaveLength(1);
      stage.book().whenAdded(() => undefined);
      stage.play('ok');
      expect((await stage.setUp()).kind).toBe('done');
      expectWhole(stage);
    },
  );
};

/** What holds of a webhook that can be set up at its vendor by API. */
export const subscriptionChecks = (given: Given): void => {
  const { subject, webhook, provider } = given;
  const isSingle = subject.plugin.subscriptions[webhook]?.single === true;
  describe('set up by API', () => {
    const stage = createStage(given);
    checkRepeats(stage, isSingle);
    checkTrouble(stage, provider.plays);
  });
};
