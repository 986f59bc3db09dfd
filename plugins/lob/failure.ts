import { z } from 'zod';
import { type Failure, type HttpAnswer, type LetterMessage, providerFailure } from '../contract.ts';

const refusal = z.object({
  error: z.object({ code: z.string().optional(), message: z.string().optional() }),
});

/** Lob found that nothing arrives at the address. */
const undeliverable = 'failed_deliverability_strictness';

const resetMaxMs = 3_600_000;

/** When the window of the rate limit is reset, in milliseconds from now; the header has seconds since 1970. */
const untilReset = (answer: HttpAnswer, now: number): number | undefined => {
  const said = Number(answer.headers['x-rate-limit-reset'] ?? answer.headers['ratelimit-reset']);
  if (!Number.isFinite(said) || said <= 0) return undefined;
  return Math.min(Math.max(said * 1_000 - now, 0), resetMaxMs);
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Lob's words without the address that they may repeat. */
const withoutRecipient = (text: string, to: LetterMessage['to']): string => {
  const { name, line1, line2 = '', city = '', postalCode = '' } = to;
  // A shorter one would be found within other words.
  const parts = [name, line1, line2, city, postalCode].filter((part) => part.length > 2);
  return parts.length === 0
    ? text
    : text.replaceAll(new RegExp(parts.map(escaped).join('|'), 'gi'), '[address]');
};

/** The outcome of an answer that made no letter. */
export const letterFailure = (input: {
  ctx: { readonly failure: (answer: HttpAnswer) => Failure; readonly systemTime: number };
  answer: HttpAnswer;
  to: LetterMessage['to'];
}): Failure => {
  const { ctx, answer, to } = input;
  const { code, message = '' } = refusal.safeParse(answer.json).data?.error ?? {};
  const reason = withoutRecipient(message, to);
  if (answer.status === 422 && code === undeliverable) {
    return { kind: 'rejected', code: 'undeliverable-address', message: reason, recipientBlocked: true };
  }
  const failure = providerFailure({ ctx, answer, reason });
  if (failure.kind === 'rejected' && answer.status === 422 && code !== undefined) {
    return { ...failure, code: code.slice(0, 60).replaceAll('_', '-') };
  }
  if (answer.status !== 429 || failure.kind !== 'retry' || failure.afterMs !== undefined) return failure;
  const afterMs = untilReset(answer, ctx.systemTime);
  return afterMs === undefined ? failure : { ...failure, afterMs };
};
