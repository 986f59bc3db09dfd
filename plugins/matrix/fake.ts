import type { Hono } from 'hono';
import { z } from 'zod';
import { createHttpFake, type FakeEnv } from '../testing.ts';

const creation = z.object({
  invite: z.array(z.string()).optional(),
  room_alias_name: z.string().optional(),
});
const content = z.object({ msgtype: z.string(), body: z.string() });

type Said = {
  readonly type: string;
  readonly event_id: string;
  readonly sender: string;
  readonly state_key?: string;
  readonly origin_server_ts: number;
  readonly content: Readonly<Record<string, unknown>>;
};
type Room = {
  readonly id: string;
  readonly members: Map<string, string>;
  readonly said: { at: number; event: Said }[];
};

const server = 'fake.example';

/** The rooms of the fake, and what is told of them by /sync: a clock of events, of which every token is an hour. */
const createHouse = (user: string) => {
  const rooms = new Map<string, Room>();
  const aliases = new Map<string, string>();
  const transactions = new Map<string, string>();
  let clock = 0;
  const say = (room: Room, said: Omit<Said, 'event_id' | 'origin_server_ts'>): string => {
    clock += 1;
    const event = { ...said, event_id: `$${clock}`, origin_server_ts: 1_772_366_400_000 + clock };
    room.said.push({ at: clock, event });
    return event.event_id;
  };
  const open = (invite: readonly string[]): Room => {
    const members = new Map([[user, 'join'], ...invite.map((id): [string, string] => [id, 'invite'])]);
    const room: Room = { id: `!${rooms.size + 1}:${server}`, members, said: [] };
    rooms.set(room.id, room);
    return room;
  };
  return { rooms, aliases, transactions, say, open, now: () => clock };
};

const base = '/_matrix/client/v3';
const unknown = { errcode: 'M_NOT_FOUND', error: 'Not found' };

type Parts = {
  readonly app: Hono<FakeEnv>;
  readonly house: ReturnType<typeof createHouse>;
  readonly invited: Set<string>;
};

const addRooms = (input: Parts & { asked: unknown[]; joined: string[] }): void => {
  const { app, house, invited, asked, joined } = input;
  app.get(`${base}/directory/room/:alias`, (c) => {
    const room = house.aliases.get(c.req.param('alias'));
    return room === undefined ? c.json(unknown, 404) : c.json({ room_id: room, servers: [server] });
  });
  app.post(`${base}/createRoom`, async (c) => {
    const body: unknown = await c.req.json();
    asked.push(body);
    const { invite = [], room_alias_name: name } = creation.parse(body);
    const alias = `#${name}:${server}`;
    if (name !== undefined && house.aliases.has(alias)) {
      return c.json({ errcode: 'M_ROOM_IN_USE', error: 'Room alias already taken' }, 400);
    }
    const room = house.open(invite);
    if (name !== undefined) house.aliases.set(alias, room.id);
    return c.json({ room_id: room.id });
  });
  app.post(`${base}/rooms/:room/join`, (c) => {
    joined.push(c.req.param('room'));
    invited.delete(c.req.param('room'));
    return c.json({ room_id: c.req.param('room') });
  });
  app.get(`${base}/rooms/:room/state/m.room.member/:user`, (c) => {
    const membership = house.rooms.get(c.req.param('room'))?.members.get(c.req.param('user'));
    return membership === undefined ? c.json(unknown, 404) : c.json({ membership });
  });
  app.get(`${base}/rooms/:room/joined_members`, (c) => {
    const all = [...(house.rooms.get(c.req.param('room'))?.members ?? [])];
    const there = all.filter(([, membership]) => membership === 'join');
    return c.json({
      joined: Object.fromEntries(there.map(([id]) => [id, { display_name: id.slice(1, 4) }])),
    });
  });
};

const addSync = (input: Parts & { gapAfter: number }): void => {
  const { app, house, invited, gapAfter } = input;
  app.get(`${base}/sync`, (c) => {
    const since = Number(c.req.query('since') ?? 0);
    const join = [...house.rooms.values()].flatMap(({ id, said }) => {
      const fresh = said.filter(({ at }) => at > since);
      const shown = fresh.slice(-gapAfter);
      const timeline = {
        events: shown.map(({ event }) => event),
        limited: shown.length < fresh.length,
        prev_batch: String((shown[0]?.at ?? since) - 1),
      };
      return fresh.length === 0 ? [] : [[id, { timeline }]];
    });
    const invite = Object.fromEntries([...invited].map((id) => [id, { invite_state: { events: [] } }]));
    return c.json({ next_batch: String(house.now()), rooms: { join: Object.fromEntries(join), invite } });
  });
  app.get(`${base}/rooms/:room/messages`, (c) => {
    const [from, to] = [Number(c.req.query('from')), Number(c.req.query('to'))];
    if (c.req.query('dir') !== 'f') return c.json({ errcode: 'M_INVALID_PARAM', error: 'Only forward' }, 400);
    const said = house.rooms.get(c.req.param('room'))?.said ?? [];
    const limit = Math.min(gapAfter, Number(c.req.query('limit') ?? 10));
    const page = said.filter(({ at }) => at > from && at <= to).slice(0, limit);
    const last = page.at(-1)?.at;
    // Synapse names an end as long as a page has something.
    return c.json({
      chunk: page.map(({ event }) => event),
      ...(last === undefined ? {} : { end: String(last) }),
    });
  });
};

/** A homeserver of Matrix, as spec.matrix.org/v1.13/client-server-api describes it: aliases, transactions, members, /sync with gaps. */
export const createMatrixFake = async (input: { token: string; user: string; gapAfter?: number }) => {
  const { token, user, gapAfter = 50 } = input;
  const house = createHouse(user);
  const bodies: unknown[] = [];
  const asked: unknown[] = [];
  const joined: string[] = [];
  const invited = new Set<string>();
  const provider = await createHttpFake(({ app, happened }) => {
    app.use(`${base}/*`, async (c, next) => {
      if (c.req.header('authorization') === `Bearer ${token}`) return next();
      return c.json({ errcode: 'M_UNKNOWN_TOKEN', error: 'Invalid access token' }, 401);
    });
    app.get(`${base}/account/whoami`, (c) => c.json({ user_id: user, device_id: 'D' }));
    addRooms({ app, house, asked, joined, invited });
    addSync({ app, house, invited, gapAfter });
    app.put(`${base}/rooms/:room/send/m.room.message/:transaction`, async (c) => {
      const room = house.rooms.get(c.req.param('room'));
      if (room === undefined)
        return c.json({ errcode: 'M_FORBIDDEN', error: 'You are not in this room' }, 403);
      const transaction = c.req.param('transaction');
      const before = house.transactions.get(transaction);
      if (before !== undefined) return c.json({ event_id: before });
      const body: unknown = await c.req.json();
      const id = house.say(room, { type: 'm.room.message', sender: user, content: content.parse(body) });
      house.transactions.set(transaction, id);
      bodies.push(body);
      happened(transaction);
      return c.json({ event_id: id });
    });
  });
  return { ...provider, house, bodies, asked, joined, invite: (room: string) => invited.add(room) };
};
