import { CicloError } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';
import { readCredentials } from '../auth/credentials.ts';
import { lookUpKey } from '../auth/key-text.ts';
import type { Scope } from '../../domain/keys/key.ts';
import type { FindKey, Key } from '../ports/keys.ts';

const trackScopes: ReadonlySet<string> = new Set<Scope>(['track:public', 'track:server']);

const refuseKey = () =>
  new CicloError({
    code: 'unauthorized',
    message:
      'Send a public key (`pk_`) or a server key (`sk_`) that is valid here: as the user name of Basic authentication, as a Bearer token, or as `writeKey` in the body.',
  });

/** For who has the key: it is one, of the other kind. Nobody learns it of a key that they only guess. */
const noWriteKey = () =>
  new CicloError({
    code: 'forbidden',
    message:
      'This key is valid, and is for the admin API: it lacks track:server. Events come with a server key (`sk_`) from servers, or with a public key (`pk_`) from web pages and apps; `ciclo keys create` makes one.',
  });

/** Throws `forbidden` for a valid key that brings no events. */
const findWriteKey = async (input: { text: string; findKey: FindKey }): Promise<Key | undefined> => {
  const key = await lookUpKey(input);
  if (key !== undefined && !key.scopes.some((scope) => trackScopes.has(scope))) throw noWriteKey();
  return key;
};

/**
 * Whose events these are. A key in the header is looked at before the body is read, so that strangers cannot
 * make us read. A Bearer token that is not a write key may be one of Segment's OAuth tokens: then the key is
 * in the body, as it is for browsers.
 */
export const createWriteKeys = (deps: { findKey: FindKey }) => {
  const { findKey } = deps;
  return {
    /** The key in the header; undefined when the body has to say. Throws `unauthorized` for a wrong one. */
    inHeader: async (header: string | undefined): Promise<Key | undefined> => {
      const credentials = readCredentials(header);
      if (credentials.scheme === 'none' || credentials.text === '') return undefined;
      const key = await findWriteKey({ text: credentials.text, findKey });
      if (key === undefined && credentials.scheme === 'basic') throw refuseKey();
      return key;
    },
    /** The key in the body. Throws `unauthorized` when there is none. */
    inBody: async (body: unknown): Promise<Key> => {
      const text = isObject(body) ? body['writeKey'] : undefined;
      const key = typeof text === 'string' ? await findWriteKey({ text, findKey }) : undefined;
      if (key === undefined) throw refuseKey();
      return key;
    },
  };
};
