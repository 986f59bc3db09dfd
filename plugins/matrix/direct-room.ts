import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ActionContext, type Failure, type HttpAnswer, providerFailure } from '../contract.ts';
import { ask, type Config, errorOf } from './config.ts';

type Ctx = ActionContext<Config, undefined>;

const made = z.object({ room_id: z.string().min(1) });
const member = z.object({ membership: z.string() });

/** The outcome of an answer that a call cannot use. */
export const failureOf = (ctx: Ctx, answer: HttpAnswer): Failure =>
  providerFailure({ ctx, answer, reason: errorOf(answer).message, forbiddenIsLogin: false });

/** The local name of the room with a person: the same whenever it is asked for, and nobody else's. */
const aliasOf = ({ user }: Config, to: string): string =>
  `ciclo-${createHash('sha256').update(`${user} ${to}`).digest('hex').slice(0, 32)}`;

const roomAt = async (ctx: Ctx, answer: HttpAnswer): Promise<{ room: string } | Failure> => {
  const read = answer.status === 200 ? made.safeParse(answer.json).data : undefined;
  return read === undefined ? failureOf(ctx, answer) : { room: read.room_id };
};

/** The room of an alias; undefined while there is none. */
const roomOf = async (ctx: Ctx, alias: string): Promise<{ room: string } | Failure | undefined> => {
  const server = ctx.config.user.slice(ctx.config.user.indexOf(':') + 1);
  const found = await ask(ctx, `/directory/room/${encodeURIComponent(`#${alias}:${server}`)}`);
  return found.status === 404 ? undefined : roomAt(ctx, found);
};

/** Opens the room, or finds the one that another attempt opened: an alias is given out once. */
const openRoom = async (ctx: Ctx, to: string): Promise<{ room: string } | Failure> => {
  const alias = aliasOf(ctx.config, to);
  const found = await roomOf(ctx, alias);
  if (found !== undefined) return found;
  const json = { is_direct: true, preset: 'trusted_private_chat', invite: [to], room_alias_name: alias };
  const opened = await ask(ctx, '/createRoom', { json });
  const theirs = errorOf(opened).code === 'M_ROOM_IN_USE' ? await roomOf(ctx, alias) : undefined;
  return theirs ?? roomAt(ctx, opened);
};

/**
 * The room with a person alone. Who left it is not invited again: they want no more.
 */
export const roomWith = async (ctx: Ctx, to: string): Promise<{ room: string } | Failure> => {
  const opened = await openRoom(ctx, to);
  if ('kind' in opened) return opened;
  const { room } = opened;
  const path = `/rooms/${encodeURIComponent(room)}`;
  const state = await ask(ctx, `${path}/state/m.room.member/${encodeURIComponent(to)}`);
  const membership = state.status === 200 ? member.safeParse(state.json).data?.membership : undefined;
  if (membership === 'join' || membership === 'invite') return opened;
  if (membership !== undefined) {
    const message = 'The person left the room.';
    return { kind: 'rejected', code: 'left', message, recipientBlocked: true };
  }
  if (state.status !== 404) return failureOf(ctx, state);
  // An invitation that got lost.
  const invited = await ask(ctx, `${path}/invite`, { json: { user_id: to } });
  return invited.status === 200 ? opened : failureOf(ctx, invited);
};
