import { afterEach, beforeEach, expect } from 'vitest';
import { isObject } from '../../../domain/json.ts';
import type { Cursor } from '../../contract/inbound/poll.ts';
import type { Looked } from '../../runtime/poll.ts';
import { at, createHarness, type Harness, testNow, testToken } from '../harness.ts';
import type { Subject } from '../subject.ts';
import type { PollSubject, RunningPollProvider } from './poll-subject.ts';

/** What the checks of one poll are given. */
export type GivenPoll = { readonly subject: Subject; readonly name: string; readonly poll: PollSubject };

type Found = Extract<Looked, { kind: 'events' }>;

/** Each thing that was found, with the id by which the engine takes it once. */
const thingsOf = (found: Found): readonly { readonly id: string; readonly thing: unknown }[] => [
  ...found.events.map((thing) => ({ id: thing.messageId, thing })),
  ...found.messages.map((thing) => ({ id: thing.type === 'mail' ? thing.base64 : thing.id, thing })),
  ...found.products.map((thing) => ({ id: thing.product.id, thing })),
];

const hasText = (value: unknown, text: string): boolean => {
  if (Array.isArray(value)) return value.some((one: unknown) => hasText(one, text));
  return isObject(value) ? Object.values(value).some((one) => hasText(one, text)) : value === text;
};

/** All of what looks found that is about a thing: their ids in order. */
const idsIn = (looks: readonly Found[], text: string): readonly string[] =>
  looks.flatMap((found) => thingsOf(found).flatMap(({ id, thing }) => (hasText(thing, text) ? [id] : [])));

/** A cursor without what says when it was looked. */
const withoutClocks = (cursor: Cursor | undefined, clocks: readonly string[]): unknown =>
  isObject(cursor)
    ? Object.fromEntries(Object.entries(cursor).filter(([field]) => !clocks.includes(field)))
    : cursor;

/** A provider and a runtime for each check; after each a search for secrets in all that was said. */
const createPair = ({ subject, poll }: GivenPoll, said: string[]) => {
  const state: { provider?: RunningPollProvider; harness?: Harness } = {};
  beforeEach(async () => {
    const provider = await poll.start();
    const config = (poll.config ?? subject.config)(provider.url);
    const secrets = { ...subject.secrets, ...provider.secrets };
    Object.assign(state, { provider, harness: createHarness({ plugin: subject.plugin, config, secrets }) });
  });
  afterEach(async () => {
    const everything = [...said.splice(0), ...(state.harness?.logged ?? [])].join('\n');
    await state.harness?.close();
    await state.provider?.close();
    for (const secret of [...Object.values(subject.secrets), testToken])
      expect(everything.includes(secret), 'a secret in something the plugin said').toBe(false);
  });
  return () => {
    const { provider, harness } = state;
    if (provider === undefined || harness === undefined) throw new Error('The stage is not set.');
    return { provider, harness };
  };
};

const foundIn = (looked: Looked): Found =>
  looked.kind === 'events' ? looked : expect.fail(JSON.stringify(looked));

/** Looks until there is no more; a provider that never ends fails the check. */
const createWalk =
  (look: (cursor: Cursor | undefined) => Promise<Looked>) => async (from: Cursor | undefined) => {
    const found: Found[] = [];
    let cursor = from;
    for (;;) {
      expect(found.length, 'looks without end').toBeLessThan(60);
      const one = foundIn(await look(cursor));
      found.push(one);
      ({ cursor } = one);
      if (!one.more) return { found, cursor };
    }
  };

/** A provider in which things happen, and looks at it. */
export const createPollStage = (given: GivenPoll) => {
  const { name, poll } = given;
  const texts = new Map<string, string>();
  const said: string[] = [];
  let passed = 0;
  let looks = 0;
  beforeEach(() => {
    [passed, looks] = [0, 0];
    texts.clear();
  });
  const running = createPair(given, said);
  const look = async (cursor: Cursor | undefined): Promise<Looked> => {
    looks += 1;
    const now = testNow + passed;
    // No two looks are at one instant.
    const systemTime = now + looks;
    const looked = await running().harness.runtime.look({ ...at, poll: name, cursor, now, systemTime });
    said.push(JSON.stringify(looked));
    return looked;
  };
  return {
    provider: () => running().provider,
    now: () => testNow + passed,
    /** Time goes by, for the provider as well. */
    pass: (ms: number): void => {
      passed += ms;
    },
    look,
    found: async (cursor: Cursor | undefined): Promise<Found> => foundIn(await look(cursor)),
    walk: createWalk(look),
    add: (thing: string, when = testNow + passed): void => {
      texts.set(thing, running().provider.add(thing, when) ?? thing);
    },
    idsOf: (all: readonly Found[], thing: string) => idsIn(all, texts.get(thing) ?? thing),
    withoutClocks: (cursor: Cursor | undefined) => withoutClocks(cursor, poll.clocks ?? []),
  };
};

export type PollStage = ReturnType<typeof createPollStage>;
