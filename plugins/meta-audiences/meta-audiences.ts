import { createHmac } from 'node:crypto';
import { z } from 'zod';
import {
  type ActionContext,
  audiencePut,
  audienceToPut,
  type AudienceToPut,
  definePlugin,
  type Failure,
  type HashedPerson,
  type Outcome,
  secret,
} from '../contract.ts';
import { audienceFailure } from './failure.ts';
import { columns, hashPerson } from './hash.ts';

const config = z.strictObject({
  /** A token of a system user that may manage the ad account, with `ads_management`. */
  token: secret(),
  /** The app's secret, where the app asks for a proof of it (`appsecret_proof`). */
  appSecret: secret().optional(),
  version: z
    .string()
    .regex(/^v\d{1,2}\.\d$/)
    .default('v25.0'),
  url: z.url({ protocol: /^https?$/ }).default('https://graph.facebook.com'),
});
type Ctx = ActionContext<z.output<typeof config>, undefined>;

const taken = z.object({
  audience_id: z.union([z.string(), z.number()]),
  num_invalid_entries: z.number().default(0),
});

const rowOf = ({ identifiers, details }: HashedPerson): readonly string[] =>
  columns.map((column) => identifiers[column] ?? details[column] ?? '');

/** The proof that who has the token is the app it was made for. */
const proofOf = ({ token, appSecret }: Ctx['config']): string =>
  appSecret === undefined
    ? ''
    : `?appsecret_proof=${createHmac('sha256', appSecret).update(token).digest('hex')}`;

/** Sends one request about members; answers how many rows Meta could not read. */
const deliver = async (
  ctx: Ctx,
  input: { method: 'POST' | 'DELETE'; audience: string; people: readonly HashedPerson[] },
): Promise<Failure | number> => {
  const { method, audience, people } = input;
  if (people.length === 0) return 0;
  const { url, version, token } = ctx.config;
  const answer = await ctx.http({
    url: new URL(`/${version}/${audience}/users${proofOf(ctx.config)}`, url).href,
    method,
    headers: { authorization: `Bearer ${token}` },
    json: { payload: { schema: columns, data: people.map(rowOf) } },
  });
  const read = answer.status === 200 ? taken.safeParse(answer.json).data : undefined;
  return read === undefined ? audienceFailure(ctx, answer) : read.num_invalid_entries;
};

/** Who leaves goes first: an identifier that one person gives up may be another's by now. */
const putAudience = async (
  ctx: Ctx,
  { audience, add, remove }: AudienceToPut,
): Promise<Outcome<z.input<typeof audiencePut>>> => {
  const removed = await deliver(ctx, { method: 'DELETE', audience, people: remove });
  if (typeof removed !== 'number') return removed;
  const added = await deliver(ctx, { method: 'POST', audience, people: add });
  if (typeof added !== 'number') return added;
  const output = { added: add.length, removed: remove.length, invalid: added + removed };
  return { kind: 'done', output };
};

/** Meta (Facebook, Instagram): the members of Custom Audiences, by the Marketing API. */
export const metaAudiencesPlugin = definePlugin({
  id: 'meta-audiences',
  version: '1.0.0',
  name: 'Meta Custom Audiences',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['graph.facebook.com'],
  keptSecrets: ['appSecret'],
  hashPerson,
  actions: (action) => ({
    'put-audience': action({
      title: 'Add people to an audience and remove others',
      input: audienceToPut,
      output: audiencePut,
      effect: 'write',
      idempotency: 'natural-key',
      long: true,
      timeoutMs: 120_000,
      run: putAudience,
    }),
  }),
  health: async (ctx) => {
    const { url, version, token } = ctx.config;
    const answer = await ctx.http({
      url: new URL(`/${version}/me${proofOf(ctx.config)}`, url).href,
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.status === 200 ? { ok: true } : { ok: false, message: `Meta answered ${answer.status}.` };
  },
});
