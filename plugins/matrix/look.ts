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
const pagesMax = 9;

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
const older = z.object({ chunk: events, end: z.string().optional() });
const members = z.object({
  joined: z.record(z.string(), z.looseObject({ display_name: z.string().nullish() })),
});
const cursorSchema = z.object({ since: z.string() });

const filterOf = (limit: number): string =>
  JSON.stringify({
    presence: { types: [] },
    account_data: { types: [] },
    room: {
      ephemeral: { types: [] },
      account_data: { types: [] },
      state: { types: [] },
      timeline: { types: ['m.room.message', 'm.room.member'], limit },
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

/** The events of a room since the last look, in their order, also those that the answer left out. */
const allOf = async (
  ctx: Ctx,
  room: string,
  since: string,
  read: z.output<typeof timeline>,
): Promise<readonly Event[]> => {
  const found = [...read.events];
  let from = read.limited === true ? read.prev_batch : undefined;
  for (let page = 0; from !== undefined && page < pagesMax; page += 1) {
    const query = new URLSearchParams({ dir: 'b', from, to: since, limit: String(pageSize) });
    const got = older.parse(
      await askOk(ctx, `/rooms/${encodeURIComponent(room)}/messages?${query.toString()}`),
    );
    found.unshift(...got.chunk.toReversed());
    from = got.chunk.length === 0 ? undefined : got.end;
  }
  return found;
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

const saidIn = async (ctx: Ctx, room: string, all: readonly Event[]) => {
  const others = all.filter(({ sender }) => sender !== ctx.config.user);
  if (others.length === 0) return [];
  const { joined } = members.parse(await askOk(ctx, `/rooms/${encodeURIComponent(room)}/joined_members`));
  // Groups are no person.
  if (Object.keys(joined).length > 2) return [];
  return others.flatMap((said) => {
    const name = Object.hasOwn(joined, said.sender) ? joined[said.sender]?.display_name : undefined;
    return [...messageOf({ said, room, name: name ?? undefined }), ...leavesOf(said)];
  });
};

const look = async (ctx: Ctx, cursor: Cursor | undefined): Promise<Polled> => {
  const since = cursorSchema.safeParse(cursor).data?.since;
  const query = new URLSearchParams({
    timeout: '0',
    filter: filterOf(since === undefined ? 1 : pageSize),
    ...(since === undefined ? {} : { since }),
  });
  const { next_batch: next, rooms } = synced.parse(await askOk(ctx, `/sync?${query.toString()}`));
  const found: (InboundMessage | InboundEvent)[] = [];
  // What was said before the connector was there is nobody's turn any more.
  if (since !== undefined) {
    for (const [room, { timeline: read }] of Object.entries(rooms?.join ?? {})) {
      if (read !== undefined) found.push(...(await saidIn(ctx, room, await allOf(ctx, room, since, read))));
    }
  }
  // People who invite the account want to write to it; a room that it cannot enter is somebody else's matter.
  for (const room of Object.keys(rooms?.invite ?? {})) {
    const answer = await ask(ctx, `/rooms/${encodeURIComponent(room)}/join`, { json: {} });
    // The invitation is told once: while the server is in trouble, the look is repeated.
    if (answer.status === 429 || answer.status >= 500) throw failed(ctx, answer);
  }
  return { kind: 'done', found, cursor: { since: next } };
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
