import { z } from 'zod';
import { type Failure, type HttpAnswer, loginFailed, withoutAddresses } from '../contract.ts';

const refusal = z.object({
  error: z.object({
    message: z.string().optional(),
    error_user_msg: z.string().optional(),
    code: z.number().optional(),
    error_subcode: z.number().optional(),
    is_transient: z.boolean().optional(),
  }),
});

/** Codes of the Graph API that are about the token or its permissions. */
const aboutToken: ReadonlySet<number> = new Set([3, 10, 102, 190, 200, 210, 294, 463, 467]);
/** Too many calls: of the app, the user, the ad account (80003: custom audiences), or what looks like abuse. */
const tooMany: ReadonlySet<number> = new Set([4, 17, 32, 368, 613, 80000, 80003, 80004, 80014]);
const unclear: ReadonlySet<number> = new Set([1, 2]);

const messageMax = 500;
const minute = 60_000;
const laterMs = 15 * minute;

const usage = z.record(
  z.string(),
  z.array(z.looseObject({ estimated_time_to_regain_access: z.number().optional() })),
);

/** How long Meta says that an ad account has to wait, in milliseconds. */
const regainsAfter = ({ headers }: HttpAnswer): number | undefined => {
  const text = headers['x-business-use-case-usage'];
  if (text === undefined) return undefined;
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return undefined;
  }
  const minutes = Object.values(usage.safeParse(said).data ?? {})
    .flat()
    .map(({ estimated_time_to_regain_access: at = 0 }) => at);
  const most = Math.max(0, ...minutes);
  return most > 0 ? Math.min(most, 24 * 60) * minute : undefined;
};

/** The outcome of an answer of the Marketing API that cannot be used: by its own codes, which come with status 400. */
export const audienceFailure = (
  ctx: { readonly failure: (answer: HttpAnswer) => Failure },
  answer: HttpAnswer,
): Failure => {
  const failure = ctx.failure(answer);
  const said = refusal.safeParse(answer.json).data?.error;
  if (said === undefined) return failure.code === 'unauthorized' ? loginFailed(failure.message) : failure;
  const { code = 0, message = failure.message, error_user_msg: more } = said;
  const words = withoutAddresses(`Meta says: ${more ?? message}`).slice(0, messageMax);
  if (aboutToken.has(code)) return loginFailed(words);
  if (tooMany.has(code)) {
    const after = failure.kind === 'retry' ? failure.afterMs : undefined;
    return {
      kind: 'retry',
      code: 'rate-limited',
      message: words,
      afterMs: after ?? regainsAfter(answer) ?? laterMs,
    };
  }
  if (unclear.has(code) || said.is_transient === true)
    return { ...ctx.failure({ ...answer, status: 500 }), message: words };
  return { ...failure, message: words };
};
