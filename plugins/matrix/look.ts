import { z } from 'zod';
import {
  type Cursor,
  deliveryEvents,
  type Failure,
  type HttpAnswer,
  type InboundEvent,
  type InboundMessage,
  type Poll,
  type Polled,
} from '../contract.ts';
import { ask, type Config, type Ctx as CallCtx, errorOf } from './config.ts';

const pageSize = 100;
/** A look ends after so many things found, or so many calls; the next one goes on there at once. */
const foundMax = 500;
const callsMax = 60;

const event = z.looseObject({
  type: z.string(),
  event_id: z.string(),
  sender: z.string(),
  state_key: z.string().optional(),
  origin_server_ts: z.number().optional(),
  content: z.looseObject({
    msgtype: z.string().optional(),
    body: z.string().optional(),
    membership: z.string().optional(),
    'm.relates_to': z.looseObject({ rel_type: z.string().optional() }).optional().catch(undefined),
  }),
});
type Event = z.output<typeof event>;
/** What cannot be read is passed over: anybody may write events of any shape. */
const events = z.array(z.unknown()).transform((all) => all.flatMap((one) => event.safeParse(one).data ?? []));

const timeline = z.object({ events, limited: z.boolean().optional(), prev_batch: z.string().optional() });
const invitation = z.object({ invite_state: z.object({ events: z.array(z.unknown()) }).optional() });
const synced = z.object({
  next_batch: z.string(),
  rooms: z
    .object({
      join: z.record(z.string(), z.object({ timeline: timeline.optional() })).optional(),
      invite: z.record(z.string(), invitation).optional(),
    })
    .optional(),
});
const pageOfRoom = z.object({ chunk: events, end: z.string().optional() });
const members = z.object({
  joined: z.record(z.string(), z.looseObject({ display_name: z.string().nullish() })),
});
const cursorSchema = z.object({
  /** Up to where everything was taken; left out until the first look is done. */
  since: z.string().optional(),
  /** Of a round that takes several looks: where it ends, the place it stands at, and the page of it that follows. */
  rest: z.object({ until: z.string(), place: z.string(), from: z.string().optional() }).optional(),
});
type Place = z.output<typeof cursorSchema>;

const types = ['m.room.message', 'm.room.member'];
/** So many of the latest events of a room come with /sync itself. */
const timelineMax = 50;

const wanted = JSON.stringify({ types });

const filterOf = (limit: number): string =>
  JSON.stringify({
    presence: { types: [] },
    account_data: { types: [] },
    room: {
      ephemeral: { types: [] },
      account_data: { types: [] },
      state: { types: [] },
      timeline: { types, limit },
    },
  });

type Ctx = CallCtx & { readonly failure: (answer: HttpAnswer) => Failure };

/** An answer of the server that a look cannot use. */
class LookFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

const failed = (ctx: Ctx, answer: HttpAnswer): LookFailed => {
  const { code } = errorOf(answer);
  return new LookFailed({
    ...ctx.failure(answer),
    message: `Matrix answered ${answer.status} ${code}`.trim(),
  });
};

const askOk = async (ctx: Ctx, path: string, more?: Parameters<typeof ask>[2]): Promise<unknown> => {
  const answer = await ask(ctx, path, more);
  if (answer.status === 200) return answer.json;
  throw failed(ctx, answer);
};

const messageOf = (input: {
  said: Event;
  room: string;
  name: string | undefined;
}): readonly InboundMessage[] => {
  const { said, room, name } = input;
  const { msgtype, body } = said.content;
  const isText = msgtype === 'm.text' || msgtype === 'm.notice';
  // An edit of what was said before has said it already.
  const isEdit = said.content['m.relates_to']?.rel_type === 'm.replace';
  if (said.type !== 'm.room.message' || !isText || isEdit || body === undefined || body === '') return [];
  return [
    {
      type: 'message',
      id: said.event_id,
      channel: 'matrix',
      from: {
        address: said.sender,
        ...(name === undefined || name === '' ? {} : { name: name.slice(0, 200) }),
      },
      // The servers vouch for their accounts to each other.
      authenticated: true,
      ...(msgtype === 'm.notice' ? { automatic: true } : {}),
      text: body,
      thread: room,
      timestamp: said.origin_server_ts,
    },
  ];
};

/** Who leaves the room of their own wants no more of it. */
const leavesOf = (said: Event): readonly InboundEvent[] =>
  said.type === 'm.room.member' && said.content.membership === 'leave' && said.state_key === said.sender
    ? deliveryEvents({
        state: 'unsubscribed',
        channel: 'matrix',
        address: said.sender,
        id: `left:${said.event_id}`,
        at: said.origin_server_ts,
      })
    : [];

/** Whether a room is one with a person: groups are none. */
const namesIn = async (ctx: Ctx, room: string) => {
  const path = `/rooms/${encodeURIComponent(room)}/joined_members`;
  const { joined } = members.parse(await askOk(ctx, path));
  return Object.keys(joined).length > 2 ? undefined : joined;
};

type Names = z.output<typeof members>['joined'];
type Found = InboundMessage | InboundEvent;

const foundIn = (input: {
  ctx: Ctx;
  room: string;
  names: Names;
  events: readonly Event[];
}): readonly Found[] => {
  const { ctx, room, names } = input;
  const others = input.events.filter(({ sender }) => sender !== ctx.config.user);
  return others.flatMap((said) => {
    const name = Object.hasOwn(names, said.sender) ? names[said.sender]?.display_name : undefined;
    return [...messageOf({ said, room, name: name ?? undefined }), ...leavesOf(said)];
  });
};

/** What a look has done so far. */
type Tally = { readonly found: Found[]; calls: number };

const isFull = ({ found, calls }: Tally): boolean => found.length >= foundMax || calls >= callsMax;

/** Reads a room forward, from a token to another. Answers the token to go on from; undefined once the room is read. */
const readRoom = async (input: {
  ctx: Ctx;
  tally: Tally;
  room: string;
  from: string;
  until: string;
  timeline?: z.output<typeof timeline> | undefined;
}): Promise<string | undefined> => {
  const { ctx, tally, room, until, timeline: read } = input;
  const isWhole = read !== undefined && read.limited !== true;
  if (isWhole && read.events.every(({ sender }) => sender === ctx.config.user)) return undefined;
  tally.calls += 1;
  const names = await namesIn(ctx, room);
  if (names === undefined) return undefined;
  if (isWhole) {
    tally.found.push(...foundIn({ ctx, room, names, events: read.events }));
    return undefined;
  }
  let from = input.from;
  for (;;) {
    const query = new URLSearchParams({ dir: 'f', from, to: until, limit: String(pageSize), filter: wanted });
    const path = `/rooms/${encodeURIComponent(room)}/messages?${query.toString()}`;
    tally.calls += 1;
    const { chunk, end } = pageOfRoom.parse(await askOk(ctx, path));
    tally.found.push(...foundIn({ ctx, room, names, events: chunk }));
    // Some servers name the end of a room for ever.
    if (end === undefined || end === from || end === until) return undefined;
    if (isFull(tally)) return end;
    from = end;
  }
};

const join = async (ctx: Ctx, tally: Tally, room: string): Promise<void> => {
  tally.calls += 1;
  const answer = await ask(ctx, `/rooms/${encodeURIComponent(room)}/join`, { json: {} });
  // The invitation is told once: while the server is in trouble, the look is repeated.
  if (answer.status === 429 || answer.status >= 500) throw failed(ctx, answer);
};

/** What a round goes through, in an order that the next look finds again: rooms with news, then invitations. */
const placesOf = (read: z.output<typeof synced>, since: string | undefined) => {
  // What was said before the connector was there is nobody's turn any more.
  const joined = since === undefined ? [] : Object.keys(read.rooms?.join ?? {});
  // People who invite the account want to write to it; a room that it cannot enter is somebody else's matter.
  const invited = Object.keys(read.rooms?.invite ?? {});
  return [
    ...joined.map((room) => ({ place: `in ${room}`, room, isInvitation: false })),
    ...invited.map((room) => ({ place: `to ${room}`, room, isInvitation: true })),
  ].toSorted((one, other) => (one.place < other.place ? -1 : 1));
};

/**
 * One look of a round. A round takes what came between two tokens of /sync; where that is more than a look takes, the next one asks
 * /sync from the same token again, and goes on at the place where this one ended.
 */
const look = async (ctx: Ctx, cursor: Cursor | undefined): Promise<Polled> => {
  const { since, rest }: Place = cursorSchema.safeParse(cursor).data ?? {};
  const query = new URLSearchParams({
    timeout: '0',
    filter: filterOf(since === undefined || rest !== undefined ? 1 : timelineMax),
    ...(since === undefined ? {} : { since }),
  });
  const read = synced.parse(await askOk(ctx, `/sync?${query.toString()}`));
  const until = rest?.until ?? read.next_batch;
  const tally: Tally = { found: [], calls: 0 };
  const { found } = tally;
  for (const { place, room, isInvitation } of placesOf(read, since)) {
    if (rest !== undefined && place < rest.place) continue;
    const stopped = (from?: string): Polled => ({
      kind: 'done',
      found,
      cursor: {
        ...(since === undefined ? {} : { since }),
        rest: { until, place, ...(from === undefined ? {} : { from }) },
      },
      more: true,
    });
    if (isFull(tally)) return stopped();
    if (isInvitation) {
      await join(ctx, tally, room);
      continue;
    }
    const from = (rest?.place === place ? rest.from : undefined) ?? since ?? until;
    // What /sync shows later may be of the next round.
    const timeline = rest === undefined ? read.rooms?.join?.[room]?.timeline : undefined;
    const next = await readRoom({ ctx, tally, room, from, until, timeline });
    if (next !== undefined) return stopped(next);
  }
  return { kind: 'done', found, cursor: { since: until } };
};

const attempt = async (ctx: Ctx, cursor: Cursor | undefined): Promise<Polled> => {
  try {
    return await look(ctx, cursor);
  } catch (thrown) {
    if (thrown instanceof LookFailed) return thrown.failure;
    return { kind: 'retry', code: 'no-answer', message: 'Matrix answered what no server should.' };
  }
};

/** What people write to the account, fetched by /sync. */
export const messagesPoll: Poll<Config, undefined> = {
  title: 'What people write to the account',
  everyMs: ({ everySeconds }) => everySeconds * 1_000,
  run: async (ctx, cursor) =>
    ctx.config.listen ? attempt(ctx, cursor) : { kind: 'done', found: [], cursor: cursor ?? null },
};
