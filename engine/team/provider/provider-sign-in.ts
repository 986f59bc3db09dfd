import { randomUUID } from 'node:crypto';

import type { AuthorizationServer } from 'oauth4webapi';
import { z } from 'zod';

import type { ProviderEnd, ProviderSignIn } from '../../../api/ports/provider-sign-in.ts';
import { CicloError, messageOf } from '../../../domain/errors.ts';
import { hashId } from '../../../domain/hash.ts';
import type { Keyring } from '../../access/keyring-port.ts';
import type { Log } from '../../events/dispatcher.ts';
import type { UserStore } from '../ports.ts';
import type { SignInStore } from '../sign-in-ports.ts';
import {
  addressOf,
  type Attempt,
  type Claims,
  claimsFrom,
  discover,
  type OidcProvider,
} from './ask-provider.ts';

type Deps = {
  /** Undefined where the settings name none. */
  readonly oidcProvider?: OidcProvider | undefined;
  readonly users: Pick<UserStore, 'get' | 'byEmail'>;
  readonly signIns: SignInStore;
  readonly keyring: Pick<Keyring, 'signer' | 'mac'>;
  readonly publicUrl: string;
  readonly systemTime: () => number;
  readonly log: Pick<Log, 'warn'>;
};

/** So long somebody may take to sign in there. */
const signInMs = 10 * 60_000;
/** So long what the provider says of itself is taken for true. */
const discoveryMs = 3_600_000;

const model = 'provider';

const keptSchema = z.strictObject({
  tenant: z.string(),
  back: z.string(),
  state: z.string(),
  until: z.number(),
});
type Kept = z.output<typeof keptSchema>;

/** Asks the provider of itself once in a while; what failed is asked again. */
const createDiscovery = (provider: OidcProvider, systemTime: () => number) => {
  let known: { readonly server: Promise<AuthorizationServer>; readonly until: number } | undefined;
  return async (): Promise<AuthorizationServer> => {
    if (known === undefined || known.until <= systemTime())
      known = { server: discover(provider), until: systemTime() + discoveryMs };
    try {
      return await known.server;
    } catch (thrown) {
      known = undefined;
      throw thrown;
    }
  };
};

/**
 * Whose the account at the provider is. The first time it is found by the address that the provider vouches for; from then on by the
 * account itself, so anyone who gets the address later is not that user.
 */
const createFindUser = (deps: Deps, provider: OidcProvider) => {
  const { users, signIns } = deps;
  return async (
    tenant: string,
    claims: Claims,
  ): Promise<{ readonly id: string } | 'nobody' | 'other-account'> => {
    const identifier = `provider:${hashId(provider.issuer, claims.subject)}`;
    const [bound] = await signIns.find({
      tenant,
      model,
      where: [{ field: 'identifier', value: identifier }],
      limit: 1,
    });
    const user =
      bound === undefined
        ? await users.byEmail({ tenant, email: claims.email ?? '' })
        : await users.get({ tenant, id: String(bound['userId']) });
    if (user === undefined || user.deactivatedAt !== undefined) return 'nobody';
    if (bound !== undefined) return { id: user.id };
    const isFirst = await signIns.addOnce({
      tenant,
      model,
      row: { id: user.id, userId: user.id, identifier, createdAt: new Date(deps.systemTime()) },
    });
    return isFirst ? { id: user.id } : 'other-account';
  };
};

const refused = (because: Extract<ProviderEnd, { kind: 'refused' }>['because']): ProviderEnd => ({
  kind: 'refused',
  because,
});

const createEnd = (
  deps: Deps,
  provider: OidcProvider,
  means: ReturnType<typeof createMeans>,
): ProviderSignIn['end'] => {
  const findUser = createFindUser(deps, provider);
  const askedOf = async (kept: Kept, answer: URLSearchParams): Promise<Claims | undefined> => {
    try {
      const server = await means.server();
      return await claimsFrom({ provider, server, attempt: means.attemptOf(kept.state), answer });
    } catch (thrown) {
      deps.log.warn({ error: messageOf(thrown) }, 'The provider of sign-ins gave no answer that holds.');
      return undefined;
    }
  };
  return async ({ answer, kept: text }) => {
    const kept = means.open(text);
    if (kept === undefined || kept.until <= deps.systemTime() || answer.get('state') !== kept.state)
      return refused('over');
    const claims = await askedOf(kept, answer);
    if (claims === undefined) return refused('provider');
    const { email = '', isVerified } = claims;
    if (!isVerified || email === '') return refused('unverified');
    const { domains } = provider;
    if (domains.length > 0 && !domains.includes(email.slice(email.lastIndexOf('@') + 1)))
      return refused('domain');
    const { tenant, back } = kept;
    const user = await findUser(tenant, claims);
    return typeof user === 'string' ? refused(user) : { kind: 'proved', tenant, userId: user.id, back };
  };
};

/** What both halves of a sign-in need. */
const createMeans = (deps: Deps, provider: OidcProvider) => {
  const { keyring, publicUrl } = deps;
  const signer = keyring.signer('provider-sign-in');
  const redirectUri = new URL('/auth/callback', publicUrl).href;
  return {
    server: createDiscovery(provider, deps.systemTime),
    seal: (kept: Kept): string => signer.sign(JSON.stringify(kept)),
    open: (text: string): Kept | undefined => {
      const opened = signer.open(text);
      return opened === undefined ? undefined : keptSchema.parse(JSON.parse(opened));
    },
    attemptOf: (state: string): Attempt => ({
      state,
      redirectUri,
      nonce: keyring.mac({ purpose: 'provider-nonce', data: state }),
      verifier: keyring.mac({ purpose: 'provider-verifier', data: state }),
    }),
  };
};

const noProvider = (): never => {
  throw new CicloError({ code: 'not-found', message: 'No provider of sign-ins is set up here.' });
};

/** Makes what signs people in at the provider of their organisation. */
export const createProviderSignIn = (deps: Deps): ProviderSignIn => {
  const { oidcProvider: provider } = deps;
  if (provider === undefined)
    return { name: undefined, begin: async () => noProvider(), end: async () => noProvider() };
  const means = createMeans(deps, provider);
  return {
    name: provider.name,
    begin: async ({ tenant, back }) => {
      const state = randomUUID();
      const server = await means.server().catch((thrown: unknown) => {
        deps.log.warn({ error: messageOf(thrown) }, 'The provider of sign-ins does not answer.');
        return undefined;
      });
      const attempt = means.attemptOf(state);
      const url = server === undefined ? undefined : await addressOf({ provider, server, attempt });
      if (url === undefined)
        throw new CicloError({
          code: 'unavailable',
          message: `${provider.name} does not answer. Sign in another way.`,
        });
      return { url, kept: means.seal({ tenant, back, state, until: deps.systemTime() + signInMs }) };
    },
    end: createEnd(deps, provider, means),
  };
};
