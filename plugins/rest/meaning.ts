import { type Failure, type HttpAnswer, loginFailed, providerFailure, valueAt } from '../contract.ts';
import type { RestConfig } from './config.ts';
import type { Ctx } from './send.ts';

/** What an answer means: it can be read, there is no such thing, there is one already, or it failed. */
export type Meaning =
  | { readonly kind: 'done' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'taken'; readonly id?: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

type Rule = RestConfig['errors'][number];

const fits = ({ status, at, is }: Rule, answer: HttpAnswer): boolean => {
  // Without a status a rule is about answers that look well: 429 and the like mean the same whatever stands in them.
  const isAbout =
    status === undefined
      ? answer.status >= 200 && answer.status < 300
      : [status].flat().includes(answer.status);
  if (!isAbout) return false;
  if (at === undefined) return true;
  const said = valueAt(answer.json, at);
  return is === undefined ? said !== undefined && said !== null && said !== false : said === is;
};

/** An id as text: a text or a whole number. */
export const idOf = (value: unknown): string | undefined => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const reasonOf = ({ reason }: RestConfig, answer: HttpAnswer): string | undefined => {
  const said = reason === undefined ? undefined : valueAt(answer.json, reason);
  return typeof said === 'string' ? said : undefined;
};

const failed = (ctx: Ctx, answer: HttpAnswer): Failure =>
  providerFailure({ ctx, answer, reason: reasonOf(ctx.config, answer), forbiddenIsLogin: false });

const byStatus = (ctx: Ctx, answer: HttpAnswer): Meaning => {
  const { status, text, json } = answer;
  // A page in HTML with 200 is somebody else's answer.
  if (status >= 200 && status < 300 && (text.trim() === '' || json !== undefined)) return { kind: 'done' };
  return { kind: 'failed', failure: failed(ctx, answer) };
};

/** Reads what an answer means by the rules of the config, and else by its status. */
export const meaningOf = (ctx: Ctx, answer: HttpAnswer): Meaning => {
  const rule = ctx.config.errors.find((one) => fits(one, answer));
  if (rule === undefined) return byStatus(ctx, answer);
  const failure = failed(ctx, answer);
  const { message } = failure;
  switch (rule.means) {
    case 'done':
      return { kind: 'done' };
    case 'gone':
      return { kind: 'gone' };
    case 'taken': {
      const id = rule.id === undefined ? undefined : idOf(valueAt(answer.json, rule.id));
      return { kind: 'taken', ...(id === undefined ? {} : { id }) };
    }
    case 'login':
      return { kind: 'failed', failure: loginFailed(message) };
    case 'retry': {
      const afterMs = failure.kind === 'retry' ? failure.afterMs : undefined;
      return { kind: 'failed', failure: { kind: 'retry', code: 'asked-to-wait', message, afterMs } };
    }
    default:
      return { kind: 'failed', failure: { kind: 'rejected', code: 'refused', message } };
  }
};
