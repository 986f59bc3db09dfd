import { createMiddleware } from 'hono/factory';
import { CicloError } from '../../domain/errors.ts';
import type { ApiEnv } from '../http/env.ts';
import type { FindKey } from '../ports/keys.ts';
import { readCredentials } from './credentials.ts';
import { lookUpKey } from './key-text.ts';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets in who has an API key: `read` for looking, `write` for changing. A write key of the tracking API opens
 * nothing here, since it stands in the pages of the shop for everybody to read.
 */
export const createBearer = (deps: { findKey: FindKey }) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const credentials = readCredentials(c.req.header('authorization'));
    const key =
      credentials.scheme === 'bearer'
        ? await lookUpKey({ text: credentials.text, findKey: deps.findKey })
        : undefined;
    if (key === undefined || !(key.scopes.includes('read') || key.scopes.includes('write'))) {
      throw new CicloError({
        code: 'unauthorized',
        message: 'Send an API key that is valid here: `Authorization: Bearer <key>`.',
      });
    }
    const needed = safeMethods.has(c.req.method) ? 'read' : 'write';
    if (!key.scopes.includes(needed)) {
      throw new CicloError({ code: 'forbidden', message: `This key has no right to ${needed}.` });
    }
    c.set('key', key);
    await next();
  });
