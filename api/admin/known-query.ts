import { type OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import { nearest, quoteList } from '../../domain/documents/nearest.ts';
import type { ApiEnv } from '../http/env.ts';
import { requestError } from '../http/problem.ts';

const toldMax = 20;

/** Of people of the team, in an address without headers: every route takes it. */
const ofSessions = 'tenant';

const namesOf = (route: RouteConfig): readonly string[] => {
  const query = route.request?.query;
  const names = query instanceof z.ZodObject ? Object.keys(query.shape) : [];
  return [...new Set([...names, ofSessions])];
};

/** The query parameters of each route under `/api`, by method and pattern. */
const knownOf = (app: OpenAPIHono<ApiEnv>): ReadonlyMap<string, readonly string[]> =>
  new Map(
    app.openAPIRegistry.definitions.flatMap((definition) => {
      if (definition.type !== 'route') return [];
      const { method, path } = definition.route;
      const pattern = `/api${path.replaceAll(/\{([^}]+)\}/g, ':$1')}`;
      return [[`${method.toUpperCase()} ${pattern}`, namesOf(definition.route)] as const];
    }),
  );

const problemOf = (word: string, known: readonly string[]) => {
  const near = nearest({ word, known });
  const meant = near === undefined ? '' : ` Did you mean ${quoteList([near])}?`;
  return {
    code: 'unrecognized-keys',
    path: word,
    message: `There is no parameter ${quoteList([word])} here.${meant}`,
    hint: `Known are ${quoteList(known)}.`,
  };
};

/**
 * Refuses a call with a query parameter that its route does not declare: a filter or a `dryRun` that is misspelt would be
 * passed over, and the call would do something else than what was meant. Throws `invalid-input`.
 */
export const createKnownQuery = (app: OpenAPIHono<ApiEnv>) => {
  let known: ReadonlyMap<string, readonly string[]> | undefined;
  return createMiddleware<ApiEnv>(async (c, next) => {
    known ??= knownOf(app);
    const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
    const names = known.get(`${method} ${routePath(c, -1)}`);
    const asked = Object.keys(c.req.query());
    const unknown = names === undefined ? [] : asked.filter((word) => !names.includes(word));
    if (names !== undefined && unknown.length > 0) {
      throw requestError({
        code: 'invalid-input',
        message: 'The query of the request is not valid.',
        problems: unknown.slice(0, toldMax).map((word) => problemOf(word, names)),
      });
    }
    await next();
  });
};
