import { mongo } from 'mongoose';

import { CicloError, messageOf } from '../../domain/errors.ts';
import { toCicloError } from './errors.ts';

const refusedLogin: ReadonlySet<unknown> = new Set([
  13, // Unauthorized
  18, // AuthenticationFailed
  8000, // AtlasError: the hosted service's own refusal of a login
]);

/**
 * Why a connection could not be made. What a change of the settings solves is `bad-configuration`, which nobody tries
 * again: a login that is refused, a server too old to speak to. Else as `toCicloError` says.
 */
export const toStartError = (thrown: unknown): CicloError => {
  const wrong = (message: string): CicloError =>
    new CicloError({ code: 'bad-configuration', message, cause: thrown });
  if (thrown instanceof mongo.MongoServerError && refusedLogin.has(thrown.code)) {
    return wrong(`The database refused the login of MONGODB_URI: ${thrown.message}`);
  }
  if (/wire version/.test(messageOf(thrown))) {
    return wrong(`This database server is too old; MongoDB 7.0 or later is needed. ${messageOf(thrown)}`);
  }
  return toCicloError(thrown);
};
