import { CicloError, notFound } from '../../../domain/errors.ts';
import { requestError } from '../../../api/http/problem.ts';
import type { LinkedRecord, Outcome } from '../change-records.ts';

/** The record of an outcome. Throws what the API answers when there is none. */
export const doneOf = (outcome: Outcome): { readonly record: LinkedRecord; readonly isNew: boolean } => {
  switch (outcome.kind) {
    case 'done':
      return outcome;
    case 'refused':
      throw requestError({
        code: 'invalid-input',
        message: 'The record is not valid.',
        problems: outcome.problems,
      });
    case 'taken':
      throw requestError({
        code: 'conflict',
        message: 'Another record has the same value of a unique field.',
        problems: outcome.problems,
      });
    case 'stale': {
      const message = `The record has changed: it is at revision ${outcome.revision}. Read it again, then change it.`;
      throw new CicloError({ code: 'precondition-failed', message });
    }
    case 'deleted':
      throw new CicloError({ code: 'conflict', message: 'The record was deleted. Restore it first.' });
    default:
      throw notFound('record');
  }
};
