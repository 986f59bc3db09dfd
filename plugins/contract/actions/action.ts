import type { z } from 'zod';
import { CicloError } from '../../../domain/errors.ts';
import type { ActionContext } from '../context.ts';
import type { Effect, Outcome } from './outcome.ts';

/** How messages reach somebody: `email`, `sms`, `push`, `chat`, `social`, `post`, or a channel of the plugin's own. */
export type Channel = 'email' | 'sms' | 'push' | 'chat' | 'social' | (string & Record<never, never>);

/** At most `rate` calls in `perMs`, over all workers. Actions that name the same scope share the limit. */
export type Limit = { readonly scope: string; readonly rate: number; readonly perMs: number };

/** What is known of an action without running it. */
export type ActionInfo = {
  readonly title: string;
  /** Counts up when what was written before would not work any more. */
  readonly version: number;
  /** Older versions that can still be called, by those who use them. */
  readonly earlier: readonly ActionInfo[];
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
  /** 1 by default. Another one when the input, the output or what it does is not what journeys were written for. */
  readonly version?: number;
  /** Older versions, each made with `action` too: published journeys go on with the one that they were published with. */
  readonly earlier?: readonly DefinedAction<Config, Resource>[];
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
export type DefinedAction<Config, Resource> = Omit<ActionInfo, 'earlier'> & {
  readonly earlier: readonly DefinedAction<Config, Resource>[];
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

type Versioned<Action> = { readonly version: number; readonly earlier: readonly Action[] };

/** The version of an action that is asked for, the newest without one; undefined where it is not kept. */
export const versionOf = <Action extends Versioned<Action>>(
  action: Action,
  version: number | undefined,
): Action | undefined =>
  version === undefined || action.version === version
    ? action
    : action.earlier.find((one) => one.version === version);

/** The versions of an action that can be called, the newest first. */
export const versionsOf = ({
  version,
  earlier,
}: Versioned<{ readonly version: number }>): readonly number[] => [
  version,
  ...earlier.map((one) => one.version).toSorted((a, b) => b - a),
];

/** Throws `broken-definition` where the versions of an action cannot be told apart. */
const checkVersions = (action: Versioned<Versioned<unknown>> & { readonly title: string }): void => {
  const { title, version, earlier } = action;
  const numbers = [version, ...earlier.map((one) => one.version)];
  const areNumbers = numbers.every((number) => Number.isSafeInteger(number) && number > 0);
  const areOlder = earlier.every((one) => one.version < version && one.earlier.length === 0);
  if (areNumbers && areOlder && new Set(numbers).size === numbers.length) return;
  const message = `The versions of the action "${title}" are ${numbers.join(', ')}: each has a number of its own from 1 on, and earlier ones are less than the newest.`;
  throw new CicloError({ code: 'broken-definition', message });
};

/** Turns an action as written into one the runtime can hold beside any other. */
export const defineAction = <Config, Resource, Input extends z.ZodType, Output extends z.ZodType>(
  spec: ActionSpec<Config, Resource, Input, Output>,
): DefinedAction<Config, Resource> => {
  const action: DefinedAction<Config, Resource> = {
    title: spec.title,
    version: spec.version ?? 1,
    earlier: spec.earlier ?? [],
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
  };
  checkVersions(action);
  return action;
};
