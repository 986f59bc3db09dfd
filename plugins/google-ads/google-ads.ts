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
  providerFailure,
  secret,
} from '../contract.ts';
import { hashPerson } from './hash.ts';

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

/** Sends one request about members; undefined when it was taken. */
const deliver = async (
  ctx: Ctx,
  input: { does: 'ingest' | 'remove'; audience: string; people: readonly HashedPerson[] },
): Promise<Failure | undefined> => {
  const { does, audience, people } = input;
  if (people.length === 0) return undefined;
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
  if (answer.status === 200 && taken.safeParse(answer.json).success) return undefined;
  const { message = '', details = [] } = refusal.safeParse(answer.json).data?.error ?? {};
  const why = details.flatMap(({ reason }) => reason ?? []).join(', ');
  return providerFailure({ ctx, answer, reason: why === '' ? message : `${message} (${why})` });
};

/** Who leaves goes first: an identifier that one person gives up may be another's by now. */
const putAudience = async (
  ctx: Ctx,
  { audience, add, remove }: AudienceToPut,
): Promise<Outcome<z.input<typeof audiencePut>>> =>
  (await deliver(ctx, { does: 'remove', audience, people: remove })) ??
  (await deliver(ctx, { does: 'ingest', audience, people: add })) ?? {
    kind: 'done',
    output: { added: add.length, removed: remove.length, invalid: 0 },
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
  }),
});
