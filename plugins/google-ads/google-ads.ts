import { z } from 'zod';
import {
  type ActionContext,
  audienceLookedAt,
  audiencePut,
  audienceToLookAt,
  type AudienceToLookAt,
  audienceToPut,
  type AudienceToPut,
  definePlugin,
  type Failure,
  type HashedPerson,
  type HttpAnswer,
  type Outcome,
  providerFailure,
  secret,
} from '../contract.ts';
import { hashPerson } from './hash.ts';
import { statusIn } from './request-status.ts';

/** A customer id as Google Ads shows it, `123-456-7890`, or without its dashes. */
const account = z
  .string()
  .regex(/^(?:\d{3}-\d{3}-\d{4}|\d{6,12})$/)
  .transform((id) => id.replaceAll('-', ''));

export const config = z.strictObject({
  /** The account that has the audiences. */
  account,
  /** The manager account that was let in, where it is another one. */
  managerAccount: account.optional(),
  /** An OAuth client of a Google Cloud project in which the Data Manager API is enabled (`ciclo connectors connect`). */
  oauth: z.strictObject({ clientId: z.string().min(1).max(300), clientSecret: secret() }),
  /** Where the Data Manager API is. */
  url: z.url({ protocol: /^https?$/ }).default('https://datamanager.googleapis.com'),
  /** Where tokens are. */
  tokenUrl: z.url({ protocol: /^https?$/ }).default('https://oauth2.googleapis.com/token'),
});
type Config = z.output<typeof config>;
type Ctx = ActionContext<Config, undefined>;

const taken = z.object({ requestId: z.string().min(1) });
const refusal = z.object({
  error: z.object({
    message: z.string().optional(),
    details: z.array(z.looseObject({ reason: z.string().optional() })).optional(),
  }),
});

const memberOf = ({ identifiers, details }: HashedPerson) => ({
  userData: {
    userIdentifiers: [
      ...('email' in identifiers ? [{ emailAddress: identifiers['email'] }] : []),
      ...('phone' in identifiers ? [{ phoneNumber: identifiers['phone'] }] : []),
      ...('givenName' in details ? [{ address: { ...details } }] : []),
    ],
  },
});

/** Why Google did not do as it was asked, with the reasons that it names. */
const failureOf = (ctx: Ctx, answer: HttpAnswer): Failure => {
  const { message = '', details = [] } = refusal.safeParse(answer.json).data?.error ?? {};
  const why = details.flatMap(({ reason }) => reason ?? []).join(', ');
  return providerFailure({ ctx, answer, reason: why === '' ? message : `${message} (${why})` });
};

/** How a request about members came out: nobody to send, its id, or why it was not taken. */
type Delivered =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'taken'; readonly requestId: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Sends one request about members. */
const deliver = async (
  ctx: Ctx,
  input: { does: 'ingest' | 'remove'; audience: string; people: readonly HashedPerson[] },
): Promise<Delivered> => {
  const { does, audience, people } = input;
  if (people.length === 0) return { kind: 'nobody' };
  const { url, account: accountId, managerAccount = accountId } = ctx.config;
  const asAccount = (id: string) => ({ accountType: 'GOOGLE_ADS', accountId: id });
  const consent = { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_GRANTED' };
  const answer = await ctx.http({
    url: new URL(`/v1/audienceMembers:${does}`, url).href,
    json: {
      destinations: [
        {
          operatingAccount: asAccount(accountId),
          loginAccount: asAccount(managerAccount),
          productDestinationId: audience,
        },
      ],
      audienceMembers: people.map(memberOf),
      encoding: 'HEX',
      ...(does === 'ingest'
        ? { consent, termsOfService: { customerMatchTermsOfServiceStatus: 'ACCEPTED' } }
        : {}),
    },
  });
  const found = answer.status === 200 ? taken.safeParse(answer.json).data : undefined;
  if (found !== undefined) return { kind: 'taken', requestId: found.requestId };
  return { kind: 'failed', failure: failureOf(ctx, answer) };
};

const receiptOf = (delivered: Delivered): string | undefined =>
  delivered.kind === 'taken' ? delivered.requestId : undefined;

/** Who leaves goes first: an identifier that one person gives up may be another's by now. */
const putAudience = async (
  ctx: Ctx,
  { audience, add, remove }: AudienceToPut,
): Promise<Outcome<z.input<typeof audiencePut>>> => {
  const left = await deliver(ctx, { does: 'remove', audience, people: remove });
  if (left.kind === 'failed') return left.failure;
  const joined = await deliver(ctx, { does: 'ingest', audience, people: add });
  if (joined.kind === 'failed') return joined.failure;
  const receipts = { removed: receiptOf(left), added: receiptOf(joined) };
  return { kind: 'done', output: { added: add.length, removed: remove.length, invalid: 0, receipts } };
};

/** Asks what came of a request; Google works on it for up to two days after it has taken it. */
const lookAtAudience = async (
  ctx: Ctx,
  { receipt }: AudienceToLookAt,
): Promise<Outcome<z.input<typeof audienceLookedAt>>> => {
  const url = new URL('/v1/requestStatus:retrieve', ctx.config.url);
  url.searchParams.set('requestId', receipt);
  const answer = await ctx.http({ url: url.href, method: 'GET' });
  const output = answer.status === 200 ? statusIn(answer.json) : undefined;
  return output === undefined ? failureOf(ctx, answer) : { kind: 'done', output };
};

/** Google Ads: the members of Customer Match audiences, by the Data Manager API. */
export const googleAdsPlugin = definePlugin({
  id: 'google-ads',
  version: '1.0.0',
  name: 'Google Ads',
  config,
  hosts: ({ url }) => [new URL(url).host],
  ownHosts: ['datamanager.googleapis.com', 'oauth2.googleapis.com'],
  auth: ({ oauth, tokenUrl }) => ({
    kind: 'oauth2',
    grant: 'authorization-code',
    authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl,
    revokeUrl: new URL('/revoke', tokenUrl).href,
    issuer: 'https://accounts.google.com',
    ...oauth,
    scopes: ['https://www.googleapis.com/auth/datamanager'],
    // Without these Google gives no refresh token to somebody who agreed before.
    parameters: { access_type: 'offline', prompt: 'consent' },
  }),
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
      // A project may send 300 requests a minute; a call has two.
      limits: ({ account: scope }) => [{ scope: `audiences-${scope}`, rate: 140, perMs: 60_000 }],
      run: putAudience,
    }),
    'look-at-audience': action({
      title: 'Look what came of a request about an audience',
      input: audienceToLookAt,
      output: audienceLookedAt,
      effect: 'read',
      // What `put-audience` leaves of the requests of a project.
      limits: ({ account: scope }) => [{ scope: `audience-looks-${scope}`, rate: 20, perMs: 60_000 }],
      run: lookAtAudience,
    }),
  }),
});
