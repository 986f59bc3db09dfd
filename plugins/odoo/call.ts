import { z } from 'zod';
import {
  type Failure,
  type HttpAnswer,
  type Json,
  type JsonObject,
  loginFailed,
  providerFailure,
  type SyncContext,
  withoutAddresses,
} from '../contract.ts';
import type { OdooConfig } from './odoo.ts';

/** What is known of an Odoo while the process runs: who we are there, and the types of fields. */
export type Session = { uid: number | undefined; readonly types: Map<string, ReadonlyMap<string, string>> };

export const newSession = (): Session => ({ uid: undefined, types: new Map() });

export type Ctx = Pick<
  SyncContext<OdooConfig, Session>,
  'config' | 'http' | 'failure' | 'resource' | 'systemTime'
>;

/** A method of a model. `ids` are the records it is called on; `named` are its other arguments. */
type Method = {
  readonly model: string;
  readonly method: string;
  readonly ids?: readonly number[];
  readonly named: JsonObject;
};

/** What came of a call; `fault` is the name of Odoo's exception, where it was one. */
export type Asked =
  | { readonly kind: 'value'; readonly value: unknown; readonly answer: HttpAnswer }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly fault?: string };

const problem = z.object({ name: z.string(), message: z.string().default('') });
const rpc = z.object({
  result: z.unknown().optional(),
  error: z.object({ data: problem.optional(), message: z.string().default('') }).optional(),
});

/** Exceptions after which the same call can work: the database was busy. */
const busy =
  /(?:SerializationFailure|LockNotAvailable|DeadlockDetected|OperationalError|InterfaceError|ConcurrencyError|TooManyRequests)$/;
const login = /(?:AccessDenied|SessionExpiredException|Unauthorized)$/;

/** What an exception of Odoo means. Messages may name addresses, which are taken out. */
export const faultOf = ({ name, message }: z.infer<typeof problem>): Failure => {
  const said = withoutAddresses(message).slice(0, 400);
  if (login.test(name)) return loginFailed(`Odoo does not let this key in. ${said}`);
  if (busy.test(name)) return { kind: 'retry', code: 'busy', message: `Odoo was busy: ${said}` };
  return { kind: 'rejected', code: name.endsWith('AccessError') ? 'forbidden' : 'invalid', message: said };
};

const failedBy = (error: z.infer<typeof problem>): Asked => ({
  kind: 'failed',
  failure: faultOf(error),
  fault: error.name,
});

const addressOf = (ctx: Ctx, path: string): string => `${ctx.config.url.replace(/\/+$/, '')}${path}`;

const byJson2 = async (ctx: Ctx, { model, method, ids, named }: Method): Promise<Asked> => {
  const answer = await ctx.http({
    url: addressOf(ctx, `/json/2/${encodeURIComponent(model)}/${encodeURIComponent(method)}`),
    headers: { authorization: `Bearer ${ctx.config.apiKey}`, 'x-odoo-database': ctx.config.database },
    json: { ...named, ...(ids === undefined ? {} : { ids }) },
  });
  if (answer.status === 200 && answer.json !== undefined)
    return { kind: 'value', value: answer.json, answer };
  const error = problem.safeParse(answer.json).data;
  const isFault =
    answer.status >= 400 && answer.status < 500 && answer.status !== 401 && answer.status !== 429;
  if (error !== undefined && (isFault || busy.test(error.name))) return failedBy(error);
  return { kind: 'failed', failure: providerFailure({ ctx, answer, forbiddenIsLogin: false }) };
};

const post = async (ctx: Ctx, service: string, method: string, args: readonly Json[]): Promise<Asked> => {
  const answer = await ctx.http({
    url: addressOf(ctx, '/jsonrpc'),
    json: { jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } },
  });
  // Errors come with status 200, too.
  const read = answer.status === 200 ? rpc.safeParse(answer.json).data : undefined;
  if (read?.error !== undefined)
    return failedBy(read.error.data ?? { name: 'Fault', message: read.error.message });
  if (read === undefined) return { kind: 'failed', failure: providerFailure({ ctx, answer }) };
  return { kind: 'value', value: read.result, answer };
};

const byRpc = async (ctx: Ctx, { model, method, ids, named }: Method): Promise<Asked> => {
  const { database, user = '', apiKey } = ctx.config;
  const session = ctx.resource;
  if (session.uid === undefined) {
    const asked = await post(ctx, 'common', 'authenticate', [database, user, apiKey, {}]);
    if (asked.kind === 'failed') return asked;
    if (typeof asked.value !== 'number')
      return { kind: 'failed', failure: loginFailed('Odoo does not know this user with this key.') };
    session.uid = asked.value;
  }
  const args = ids === undefined ? [] : [[...ids]];
  return post(ctx, 'object', 'execute_kw', [database, session.uid, apiKey, model, method, args, named]);
};

/** Calls a method of a model by the API that is configured. */
export const call = (ctx: Ctx, method: Method): Promise<Asked> =>
  ctx.config.api === 'json-2' ? byJson2(ctx, method) : byRpc(ctx, method);
