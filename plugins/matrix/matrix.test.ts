import { createClient, Preset } from 'matrix-js-sdk';
import { logger } from 'matrix-js-sdk/lib/logger.js';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callAction, conformance, lookOnce, scenarios } from '../testing.ts';
import { createMatrixFake } from './fake.ts';
import { matrixPlugin } from './matrix.ts';

const account = { token: 'canary-matrix-token', user: '@shop:fake.example' };
const ana = '@ana:far.example';

conformance({
  plugin: matrixPlugin,
  secrets: { TOKEN: account.token },
  config: (url) => ({
    server: url === '' ? 'https://matrix.org' : url,
    user: account.user,
    token: { env: 'TOKEN' },
  }),
  provider: { start: () => createMatrixFake(account), plays: scenarios },
  actions: {
    send: {
      input: { to: ana, text: 'Your order is on its way.' },
      junk: [{ to: ana }, { to: 'ana', text: 'x' }, { to: '@ana', text: 'x' }],
    },
  },
  polls: {
    messages: {
      plays: scenarios,
      many: 25,
      start: async () => {
        const fake = await createMatrixFake({ ...account, gapAfter: 10 });
        const room = fake.house.open([]);
        room.members.set(ana, 'join');
        return {
          ...fake,
          add: () =>
            fake.house.say(room, {
              type: 'm.room.message',
              sender: ana,
              content: { msgtype: 'm.text', body: 'Hello' },
            }),
        };
      },
    },
  },
});

describe('Matrix', () => {
  let fake: Awaited<ReturnType<typeof createMatrixFake>>;
  beforeAll(() => logger.disableAll());
  beforeEach(async () => {
    fake = await createMatrixFake({ ...account, gapAfter: 2 });
  });
  afterEach(() => fake.close());

  const given = () => ({
    plugin: matrixPlugin,
    config: { server: fake.url, user: account.user, token: { env: 'TOKEN' } },
    secrets: { TOKEN: account.token },
  });
  const send = (idempotencyKey: string, input: object) =>
    callAction({ ...given(), action: 'send', input, idempotencyKey });
  const look = (cursor: unknown) =>
    lookOnce({ ...given(), poll: 'messages', cursor: cursor === undefined ? undefined : Object(cursor) });
  const room = () => {
    const [first] = fake.house.rooms.values();
    if (first === undefined) throw new Error('There is no room.');
    return first;
  };
  const says = (body: string, more: object = {}) =>
    fake.house.say(room(), {
      type: 'm.room.message',
      sender: ana,
      content: { msgtype: 'm.text', body, ...more },
    });

  test('matrix-js-sdk 36.2.0 is answered by the fake, and opens the same room and sends the same message as the connector', async () => {
    const client = createClient({ baseUrl: fake.url, accessToken: account.token, userId: account.user });
    const { room_id: theirs } = await client.createRoom({
      is_direct: true,
      invite: [ana],
      room_alias_name: 'theirs',
      preset: Preset.TrustedPrivateChat,
    });
    await client.sendTextMessage(theirs, 'Hello');
    expect(await send('message-1', { to: ana, text: 'Hello' })).toMatchObject({
      kind: 'done',
      providerId: '$2',
    });
    expect(fake.bodies[1]).toEqual(fake.bodies[0]);
    expect({ ...Object(fake.asked[1]), room_alias_name: 'theirs' }).toEqual(fake.asked[0]);
    client.stopClient();
  });

  test('a person has one room, and a message that is repeated is one message', async () => {
    await send('message-1', { to: ana, text: 'Hello' });
    await send('message-1', { to: ana, text: 'Hello' });
    await send('message-2', { to: ana, text: 'Again' });
    expect(fake.house.rooms.size).toBe(1);
    expect(fake.bodies).toHaveLength(2);
  });

  test('an answer goes into the room that the message came from', async () => {
    await send('message-1', { to: ana, text: 'Hello' });
    await send('message-2', { to: '@ben:far.example', text: 'Yes', thread: room().id });
    expect(room().said.map(({ event }) => event.content['body'])).toEqual(['Hello', 'Yes']);
  });

  test('who left the room is not invited again, and is suppressed', async () => {
    await send('message-1', { to: ana, text: 'Hello' });
    room().members.set(ana, 'leave');
    expect(await send('message-2', { to: ana, text: 'Hello?' })).toMatchObject({
      kind: 'rejected',
      code: 'left',
      recipientBlocked: true,
    });
  });

  test('what people write is fetched from the first look on, also what an answer left out, without edits and our own words', async () => {
    await send('message-1', { to: ana, text: 'Hello' });
    room().members.set(ana, 'join');
    says('Long ago');
    const first = await look(undefined);
    expect(first).toMatchObject({ kind: 'events', messages: [] });
    for (const word of ['one', 'two', 'three', 'four', 'five']) says(word);
    says('* five', { 'm.relates_to': { rel_type: 'm.replace', event_id: '$7' } });
    await send('message-2', { to: ana, text: 'Ours' });
    const second = await look('cursor' in first ? first.cursor : undefined);
    expect(second).toMatchObject({
      kind: 'events',
      messages: ['one', 'two', 'three', 'four', 'five'].map((text) => ({
        channel: 'matrix',
        from: { address: ana, name: 'ana' },
        text,
        thread: room().id,
        authenticated: true,
      })),
    });
    expect(await look('cursor' in second ? second.cursor : undefined)).toMatchObject({ messages: [] });
  });

  describe('with pages of a hundred', () => {
    beforeEach(async () => {
      await fake.close();
      fake = await createMatrixFake({ ...account, gapAfter: 100 });
    });

    test('a backlog of more than a thousand messages in many rooms is taken over several looks, in order, each once', async () => {
      const people = Array.from({ length: 70 }, (_one, index) => `@p${index}:far.example`);
      const rooms = people.map((person) => ({ person, room: fake.house.open([]) }));
      for (const { person, room: of } of rooms) of.members.set(person, 'join');
      const said: string[] = [];
      const saysIn = (at: number, count: number): void => {
        const { person, room: of } = rooms[at] ?? expect.fail(`no room ${at}`);
        for (let n = 0; n < count; n += 1) {
          const content = { msgtype: 'm.text', body: String(said.length) };
          fake.house.say(of, { type: 'm.room.message', sender: person, content });
          said.push(`${person} ${content.body}`);
        }
      };
      const taken: string[] = [];
      const lookAndTake = async (cursor: unknown) => {
        const looked = await look(cursor);
        if (looked.kind !== 'events') return expect.fail(JSON.stringify(looked));
        for (const one of looked.messages)
          taken.push(one.type === 'message' ? `${one.from.address} ${one.text}` : one.type);
        return looked;
      };
      let last = await lookAndTake(undefined);
      for (const at of people.keys()) saysIn(at, 1);
      saysIn(7, 1_200);
      let looks = 0;
      do {
        last = await lookAndTake(last.cursor);
        looks += 1;
        // What is said meanwhile is of the next round.
        if (looks === 1) saysIn(3, 2);
      } while (last.more);
      expect(looks).toBe(4);
      await lookAndTake(last.cursor);
      expect(taken.toSorted()).toEqual(said.toSorted());
      const ofSeven = (all: readonly string[]) => all.filter((one) => one.startsWith('@p7:'));
      expect(ofSeven(taken)).toEqual(ofSeven(said));
    });
  });

  test('groups are left alone, an invitation is accepted, and who leaves the own room is unsubscribed', async () => {
    await send('message-1', { to: ana, text: 'Hello' });
    const { cursor } = Object(await look(undefined));
    room().members.set(ana, 'join');
    room().members.set('@ben:far.example', 'join');
    says('To the group');
    fake.invite('!new:far.example');
    const group = await look(cursor);
    expect(group).toMatchObject({ messages: [], events: [] });
    expect(fake.joined).toEqual(['!new:far.example']);
    room().members.delete('@ben:far.example');
    room().members.set(ana, 'leave');
    fake.house.say(room(), {
      type: 'm.room.member',
      sender: ana,
      state_key: ana,
      content: { membership: 'leave' },
    });
    expect(await look(Object(group).cursor)).toMatchObject({
      events: [{ event: 'Unsubscribed', externalIds: [{ kind: 'matrix', value: ana }] }],
    });
  });

  test('an invitation that cannot be accepted now is told of again', async () => {
    const { cursor } = Object(await look(undefined));
    fake.invite('!new:far.example');
    fake.playAfter?.(1, 'throttled-seconds');
    expect(await look(cursor)).toMatchObject({ kind: 'failed', afterMs: 7_000 });
    fake.play('ok');
    await look(cursor);
    expect(fake.joined).toEqual(['!new:far.example']);
  });

  test('a token that the server does not take delays the message, and shows in the look', async () => {
    const wrong = { ...given(), secrets: { TOKEN: 'wrong' } };
    const input = { to: ana, text: 'Hello' };
    expect(await callAction({ ...wrong, action: 'send', input })).toMatchObject({
      kind: 'retry',
      code: 'auth-failed',
    });
    expect(await lookOnce({ ...wrong, poll: 'messages', cursor: undefined })).toMatchObject({
      kind: 'failed',
      message: 'Matrix answered 401 M_UNKNOWN_TOKEN',
    });
  });
});
