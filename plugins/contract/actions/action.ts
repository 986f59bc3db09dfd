import type { z } from 'zod';
import type { ActionContext } from '../context.ts';
import type { Effect, Outcome } from './outcome.ts';

/** How messages reach somebody: `email`, `sms`, `push`, `chat`, `social`, or a channel of the plugin's own. */
export type Channel = 'email' | 'sms' | 'push' | 'chat' | 'social' | (string & Record<never, never>);

/** At most `rate` calls in `perMs`, over all workers. Actions that name the same scope share the limit. */
export type Limit = { readonly scope: string; readonly rate: number; readonly perMs: number };

/** What is known of an action without running it. */
export type ActionInfo = {
  readonly title: string;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly effect: Effect;
  /** The channel this action sends on; its input is that channel's (`emailMessage`). */
  readonly channel?: Channel | undefined;
  /** True when it may take more than a few seconds: the engine then runs it away from the burst. */
  readonly long: boolean;
  /** How long a call may take, in milliseconds, from when it has its place. */
  readonly timeoutMs: number;
};

type Finder<Config, Resource, Input, Output> = (
  ctx: ActionContext<Config, Resource>,
  input: Input,
) => Promise<Outcome<Output> | { readonly kind: 'absent' }>;

/** An action as its author writes it. */
export type ActionSpec<Config, Resource, Input extends z.ZodType, Output extends z.ZodType> = {
  readonly title: string;
  readonly input: Input;
  readonly output: Output;
  readonly channel?: Channel;
  readonly long?: boolean;
  /** 30 seconds by default. Waiting for a place (`atOnce`) is no part of it. */
  readonly timeoutMs?: number;
  /** At most so many calls of an instance at once in each process; the others wait for a place. No bound by default. */
  readonly atOnce?: (config: Config) => number;
  readonly limits?: (config: Config) => readonly Limit[];
  readonly run: (
    ctx: ActionContext<Config, Resource>,
    input: z.output<Input>,
  ) => Promise<Outcome<z.input<Output>>>;
} & (
  | { readonly effect: 'read' }
  | { readonly effect: 'write'; readonly idempotency: 'native-key' | 'natural-key' | 'none' }
  | {
      readonly effect: 'write';
      readonly idempotency: 'check-then-act';
      /** Looks whether an earlier attempt with the same key or input took effect. */
      readonly find: Finder<Config, Resource, z.output<Input>, z.input<Output>>;
    }
);

type Call<Config, Resource> = (ctx: ActionContext<Config, Resource>) => Promise<unknown>;

/** An action whose input and output types are closed over, so that actions of every plugin are alike. */
export type DefinedAction<Config, Resource> = ActionInfo & {
  readonly atOnce: (config: Config) => number;
  readonly limits: (config: Config) => readonly Limit[];
  /** Reads the input; the calls it returns still have to be held to `outcomeSchema` and `output`. */
  readonly prepare: (
    input: unknown,
  ) =>
    | { readonly ok: true; readonly run: Call<Config, Resource>; readonly find?: Call<Config, Resource> }
    | { readonly ok: false; readonly error: z.ZodError };
};

/** Freezes a value all the way down: an action that changes its input fails at once instead of surprising later. */
const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
};

const effectOf = (spec: Effect): Effect =>
  spec.effect === 'read' ? { effect: 'read' } : { effect: 'write', idempotency: spec.idempotency };

/** Turns an action as written into one the runtime can hold beside any other. */
export const defineAction = <Config, Resource, Input extends z.ZodType, Output extends z.ZodType>(
  spec: ActionSpec<Config, Resource, Input, Output>,
): DefinedAction<Config, Resource> => ({
  title: spec.title,
  input: spec.input,
  output: spec.output,
  effect: effectOf(spec),
  channel: spec.channel,
  long: spec.long ?? false,
  timeoutMs: spec.timeoutMs ?? 30_000,
  atOnce: spec.atOnce ?? (() => Infinity),
  limits: spec.limits ?? (() => []),
  prepare: (raw) => {
    const parsed = spec.input.safeParse(raw);
    if (!parsed.success) return { ok: false, error: parsed.error };
    const input = frozen(parsed.data);
    const run: Call<Config, Resource> = (ctx) => spec.run(ctx, input);
    if (spec.effect === 'read' || spec.idempotency !== 'check-then-act') return { ok: true, run };
    return { ok: true, run, find: (ctx) => spec.find(ctx, input) };
  },
});
