import { requestError } from '../../../api/http/problem.ts';
import type { CicloError } from '../../../domain/errors.ts';

/** Why a change of points, credit or rewards is refused: a sentence, and what to do. */
export type RefusalWords = ReadonlyMap<string, readonly [message: string, hint: string]>;

/** The error of a change that was refused: 422, with the machine-readable reason as the code of its problem. */
export const refused = (input: {
  reason: string;
  words: RefusalWords;
  /** The field of the request that it is about. */
  path: string;
}): CicloError => {
  const { reason, path } = input;
  const [message, hint] = input.words.get(reason) ?? [`It could not be done: ${reason}.`, 'Try it later.'];
  return requestError({ code: 'unprocessable', message, problems: [{ code: reason, path, message, hint }] });
};
