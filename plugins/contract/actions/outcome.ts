import { z } from 'zod';

const failure = { code: z.string().min(1), message: z.string() };

/** The shape every action has to answer with; the runtime holds plugins to it. */
export const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), output: z.unknown(), providerId: z.string().optional() }),
  z.object({ kind: z.literal('rejected'), ...failure, recipientBlocked: z.boolean().optional() }),
  z.object({ kind: z.literal('retry'), ...failure, afterMs: z.number().nonnegative().optional() }),
  z.object({ kind: z.literal('unknown'), ...failure }),
]);

/**
 * How an action ended, as a value.
 *
 * - `done`: the provider did it.
 * - `rejected`: it will never work as asked; `recipientBlocked` says the address itself is dead.
 * - `retry`: it did not happen, and doing the same again later can work.
 * - `unknown`: it may or may not have happened, and repeating it could do it twice.
 */
export type Outcome<Output = unknown> =
  | { readonly kind: 'done'; readonly output: Output; readonly providerId?: string | undefined }
  | {
      readonly kind: 'rejected';
      readonly code: string;
      readonly message: string;
      readonly recipientBlocked?: boolean | undefined;
    }
  | {
      readonly kind: 'retry';
      readonly code: string;
      readonly message: string;
      readonly afterMs?: number | undefined;
    }
  | { readonly kind: 'unknown'; readonly code: string; readonly message: string };

/** Every outcome but `done`. */
export type Failure = Exclude<Outcome, { kind: 'done' }>;

/**
 * What an action does to the world, and how safe it is to do twice.
 *
 * - `native-key`: the provider drops a second call with the same `ctx.idempotencyKey`.
 * - `natural-key`: the call sets a state (an upsert), so a second one changes nothing.
 * - `check-then-act`: the plugin can look whether it happened (`find`), and the runtime does before each try.
 * - `none`: nothing of the kind; after an unclear end the outcome is `unknown` and nobody tries again blindly.
 */
export type Effect =
  | { readonly effect: 'read' }
  | {
      readonly effect: 'write';
      readonly idempotency: 'native-key' | 'natural-key' | 'check-then-act' | 'none';
    };

/** True when repeating the action after an unclear end cannot do it twice. */
export const safeToRepeat = (effect: Effect): boolean =>
  effect.effect === 'read' || effect.idempotency === 'native-key' || effect.idempotency === 'natural-key';

/** The outcome when nobody can say whether the call took effect: `retry` where that is safe, else `unknown`. */
export const unclear = (input: {
  effect: Effect;
  code: string;
  message: string;
  afterMs?: number | undefined;
}): Failure =>
  safeToRepeat(input.effect)
    ? { kind: 'retry', code: input.code, message: input.message, afterMs: input.afterMs }
    : { kind: 'unknown', code: input.code, message: input.message };
