import { z } from 'zod';
import {
  type ActionContext,
  type Failure,
  type HttpAnswer,
  loginFailed,
  providerFailure,
  secret,
  secrets,
} from '../contract.ts';

export const config = z.strictObject({
  /** The app's client secret, or the signing secret of the shop's notifications; several while rotating. */
  secrets: secrets(),
  /** Takes requests of this shop only, such as `example.myshopify.com`. */
  shop: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9-]*\.myshopify\.com$/i,
      'the domain of the shop at Shopify, `example.myshopify.com`',
    )
    .toLowerCase()
    .optional(),
  /** An access token of the Admin API, for coupons. It needs `shop`. */
  token: secret().optional(),
  /** The currency of the prices of products, which do not say it themselves. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  /** Another address of the Admin API. */
  url: z.url({ protocol: /^https?$/ }).optional(),
});
export type ShopifyConfig = z.output<typeof config>;

/** Where the Admin API of a shop is; undefined without a shop. */
export const addressOf = ({ url, shop }: Pick<ShopifyConfig, 'url' | 'shop'>): string | undefined =>
  url ?? (shop === undefined ? undefined : `https://${shop}`);

/** The version of the API that requests are written for. */
const version = '2026-01';

type Answered<Data> = { readonly kind: 'done'; readonly data: Data } | Failure;

const problems = z.object({
  errors: z.array(
    z.object({ message: z.string(), extensions: z.object({ code: z.string() }).partial().optional() }),
  ),
});

/** What GraphQL says went wrong in an answer with status 200. */
const failureIn = (answer: HttpAnswer, failed: () => Failure): Failure => {
  const [first] = problems.safeParse(answer.json).data?.errors ?? [];
  const code = first?.extensions?.code;
  if (code === 'THROTTLED') {
    return { kind: 'retry', code: 'rate-limited', message: 'Shopify asks to wait.', afterMs: 2_000 };
  }
  if (code === 'ACCESS_DENIED') return loginFailed('The token has no right to that.');
  return first === undefined
    ? failed()
    : { kind: 'rejected', code: 'invalid', message: 'Shopify did not take the request.' };
};

/** Asks the Admin API by GraphQL. */
export const askShopify = async <Data extends z.ZodType>(
  ctx: ActionContext<ShopifyConfig, undefined>,
  ask: { query: string; variables: Readonly<Record<string, unknown>>; data: Data },
): Promise<Answered<z.output<Data>>> => {
  const address = addressOf(ctx.config);
  const { token } = ctx.config;
  if (address === undefined || token === undefined) {
    return loginFailed('The instance has no `shop` and `token` of the Admin API.');
  }
  const answer = await ctx.http({
    url: new URL(`/admin/api/${version}/graphql.json`, address).href,
    json: { query: ask.query, variables: ask.variables },
    headers: { 'x-shopify-access-token': token },
  });
  const read = ask.data.safeParse(z.object({ data: z.unknown() }).safeParse(answer.json).data?.data);
  if (answer.status === 200 && read.success && !problems.safeParse(answer.json).success) {
    return { kind: 'done', data: read.data };
  }
  const failed = (): Failure => providerFailure({ ctx, answer });
  return answer.status === 200 ? failureIn(answer, failed) : failed();
};
