import type { ActionContext, Failure, HttpAnswer, JsonObject, SyncContext } from '../contract.ts';
import type { RestConfig, RestRequest } from './config.ts';
import { fillJson, fillText, fillTexts } from './template.ts';

/** What both actions and syncs have of their context. */
export type Ctx = SyncContext<RestConfig, undefined> | ActionContext<RestConfig, undefined>;

export type Asked = { readonly kind: 'answer'; readonly answer: HttpAnswer } | Failure;

/** A part of a path that would lead elsewhere: a value is one part, whatever stands in it. */
const isStep = (path: string): boolean => /(?:^|\/)\.{1,2}(?:\/|$)/.test(path);

const below = (base: string, path: string): URL => {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
  return url;
};

const signed = (url: URL, { auth }: RestConfig): string => {
  if (auth.by === 'query') url.searchParams.set(auth.name, auth.value);
  return url.href;
};

const headersOf = (ctx: Ctx, request: RestRequest, scope: JsonObject) => ({
  accept: 'application/json',
  ...ctx.config.headers,
  ...fillTexts(request.headers, scope),
});

/** Sends a request as the config describes it, filled from `scope`. `query` is sent besides its own. */
export const send = async (input: {
  readonly ctx: Ctx;
  readonly request: RestRequest;
  readonly scope: JsonObject;
  readonly query?: Readonly<Record<string, string>>;
}): Promise<Asked> => {
  const { ctx, request, scope } = input;
  const path = fillText({ template: request.path, scope, write: encodeURIComponent });
  if (path === undefined || isStep(path))
    return {
      kind: 'rejected',
      code: 'missing-value',
      message: `A value that the path \`${request.path}\` needs is missing, or is no name.`,
    };
  const url = below(ctx.config.url, path);
  for (const [name, value] of Object.entries({ ...fillTexts(request.query, scope), ...input.query }))
    url.searchParams.set(name, value);
  const { method } = request;
  const json = request.body === undefined ? undefined : fillJson(request.body, scope);
  const answer = await ctx.http({
    url: signed(url, ctx.config),
    headers: headersOf(ctx, request, scope),
    ...(method === undefined ? {} : { method }),
    ...(request.form === undefined ? {} : { form: fillTexts(request.form, scope) }),
    ...(json === undefined || request.form !== undefined ? {} : { json }),
  });
  return { kind: 'answer', answer };
};

/** Fetches an address that an answer named, with what the request of the first page had besides it; none of another server. */
export const follow = async (input: {
  readonly ctx: Ctx;
  readonly request: RestRequest;
  readonly scope: JsonObject;
  readonly url: string;
}): Promise<Asked> => {
  const { ctx, request, scope } = input;
  const base = new URL(ctx.config.url);
  const url = URL.canParse(input.url, base.href) ? new URL(input.url, base) : undefined;
  if (url?.origin !== base.origin)
    return {
      kind: 'retry',
      code: 'unexpected-answer',
      message: 'The address of the next page is on another server.',
    };
  const answer = await ctx.http({ url: signed(url, ctx.config), headers: headersOf(ctx, request, scope) });
  return { kind: 'answer', answer };
};
