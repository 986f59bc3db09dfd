import { z } from 'zod';
import {
  type ActionContext,
  type HttpAnswer,
  isJson,
  type Json,
  type JsonObject,
  type Outcome,
  valueAt,
} from '../contract.ts';
import type { RestCall, RestConfig } from './config.ts';
import { idOf, meaningOf } from './meaning.ts';
import { send } from './send.ts';

type Ctx = ActionContext<RestConfig, undefined>;

export const callInput = z.strictObject({
  /** The name of the call in the config. */
  call: z.string().min(1).max(64),
  /** What its placeholders are filled with: `{{email}}` is `with.email`. */
  with: z.record(z.string().max(100), z.json()).default({}),
});
export const callOutput = z.record(z.string(), z.custom<Json>(isJson));
type Input = z.output<typeof callInput>;
type Output = z.input<typeof callOutput>;

const rejected = (code: string, message: string) => ({ kind: 'rejected', code, message }) as const;

/** The call that a step names; one that does something else is none, since it would be repeated by other rules. */
const callOf = (ctx: Ctx, input: Input, does: RestCall['does']) => {
  const call = Object.hasOwn(ctx.config.calls, input.call) ? ctx.config.calls[input.call] : undefined;
  if (call === undefined)
    return rejected('unknown-call', `There is no call \`${input.call}\` in the config.`);
  return call.does === does
    ? { kind: 'call' as const, call }
    : rejected('wrong-action', `The call \`${input.call}\` is one for the action \`${call.does}\`.`);
};

const scopeOf = (ctx: Ctx, input: Input): JsonObject => ({
  ...input.with,
  key: ctx.idempotencyKey,
  now: new Date(ctx.now).toISOString(),
});

/** What a step gets of a thing that stands in an answer. */
const doneWith = (call: RestCall, row: unknown): Outcome<Output> => {
  const id = call.id === undefined ? undefined : idOf(valueAt(row, call.id));
  const output = Object.fromEntries(
    Object.entries(call.output).flatMap(([name, path]): [string, Output[string]][] => {
      const value = valueAt(row, path);
      return isJson(value) ? [[name, value]] : [];
    }),
  );
  return { kind: 'done', output, ...(id === undefined ? {} : { providerId: id }) };
};

const settled = (ctx: Ctx, call: RestCall, answer: HttpAnswer): Outcome<Output> => {
  const meaning = meaningOf(ctx, answer);
  switch (meaning.kind) {
    case 'done':
      return doneWith(call, valueAt(answer.json, call.row));
    case 'failed':
      return meaning.failure;
    case 'gone':
      return rejected('gone', 'The other side has no such thing.');
    default:
      return rejected('taken', 'The other side has one already.');
  }
};

/** Makes the call that a step names. */
export const runCall =
  (does: RestCall['does']) =>
  async (ctx: Ctx, input: Input): Promise<Outcome<Output>> => {
    const found = callOf(ctx, input, does);
    if (found.kind === 'rejected') return found;
    const asked = await send({ ctx, request: found.call, scope: scopeOf(ctx, input) });
    return asked.kind === 'answer' ? settled(ctx, found.call, asked.answer) : asked;
  };

/** Looks whether what a call creates is there already. */
export const findCall = async (ctx: Ctx, input: Input): Promise<Outcome<Output> | { kind: 'absent' }> => {
  const found = callOf(ctx, input, 'create');
  if (found.kind === 'rejected') return found;
  const { call } = found;
  if (call.find === undefined) return { kind: 'absent' };
  const asked = await send({ ctx, request: call.find, scope: scopeOf(ctx, input) });
  if (asked.kind !== 'answer') return asked;
  if (asked.answer.status === 404) return { kind: 'absent' };
  const meaning = meaningOf(ctx, asked.answer);
  if (meaning.kind === 'gone') return { kind: 'absent' };
  if (meaning.kind === 'failed') return meaning.failure;
  const row = valueAt(asked.answer.json, call.find.row);
  return row === undefined || row === null ? { kind: 'absent' } : doneWith(call, row);
};
