import { z } from 'zod';
import { type Failure, type HttpAnswer, loginFailed, withoutAddresses } from '../contract.ts';

const refusal = z.object({
  error: z.object({
    message: z.string().optional(),
    code: z.number().optional(),
    is_transient: z.boolean().optional(),
  }),
});

/** Codes of the Graph API that are about the token or its permissions. */
const aboutToken: ReadonlySet<number> = new Set([3, 10, 102, 190, 200, 210, 294, 463, 467]);
/** Too many calls: of the app, the user, the page, or posts that look like spam. */
const tooMany: ReadonlySet<number> = new Set([4, 9, 17, 32, 368, 613, 80002]);
/** Something failed at Meta: whether it happened is not said. */
const unclear: ReadonlySet<number> = new Set([1, 2]);

const messageMax = 500;
const laterMs = 15 * 60_000;

/** The outcome of an answer of the Graph API that cannot be used: by its own codes, which come with status 400. */
export const graphFailure = (
  ctx: { readonly failure: (answer: HttpAnswer) => Failure },
  answer: HttpAnswer,
): Failure => {
  const failure = ctx.failure(answer);
  const said = refusal.safeParse(answer.json).data?.error;
  if (said === undefined) return failure.code === 'unauthorized' ? loginFailed(failure.message) : failure;
  const { code = 0, message = failure.message } = said;
  const words = withoutAddresses(`Instagram says: ${message}`).slice(0, messageMax);
  if (code === 506) return { kind: 'rejected', code: 'duplicate', message: words };
  if (aboutToken.has(code)) return loginFailed(words);
  if (tooMany.has(code)) {
    const after = failure.kind === 'retry' ? failure.afterMs : undefined;
    return { kind: 'retry', code: 'rate-limited', message: words, afterMs: after ?? laterMs };
  }
  // What `failure` makes of 500 is what this action may do.
  if (unclear.has(code) || said.is_transient === true)
    return { ...ctx.failure({ ...answer, status: 500 }), message: words };
  return { ...failure, message: words };
};
