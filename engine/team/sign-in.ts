import { randomUUID } from 'node:crypto';

import { LRUCache } from 'lru-cache';
import { z } from 'zod';

import { passwordLength, type SignedIn, type SignIn } from '../../api/ports/sign-in.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { ChangeUsers } from './change-users.ts';
import type { UserStore } from './ports.ts';
import { createSignInAdapter } from './sign-in-adapter.ts';
import type { SignInStore } from './sign-in-ports.ts';

const daySeconds = 86_400;
const sessionSeconds = 7 * daySeconds;
/** Long enough for an invitation to be read. */
const linkSeconds = 3 * daySeconds;
/** Names of tenants come from outside. */
const tenantsMax = 100;

type Deps = {
  readonly users: UserStore;
  readonly signIns: SignInStore;
  readonly changeUsers: ChangeUsers;
  readonly keyring: Keyring;
  readonly publicUrl: string;
  /** Real time, epoch milliseconds. */
  readonly systemTime: () => number;
};

/** The name of the cookie of a tenant's sessions, without what secure cookies begin with. */
const cookiePrefix = (tenant: string): string => `ciclo.${tenant}`;

/** better-auth for one tenant: sessions as signed cookies, passwords hashed by scrypt, links that work once. It is loaded when somebody signs in. */
const createAuth = async (deps: Deps, tenant: string, onLink: (nonce: string, token: string) => void) => {
  const { betterAuth } = await import('better-auth/minimal');
  const { magicLink } = await import('better-auth/plugins/magic-link');
  return betterAuth({
    database: createSignInAdapter({ ...deps, tenant }),
    secret: deps.keyring.mac({ purpose: 'sign-in', data: tenant }),
    baseURL: new URL(deps.publicUrl).origin,
    basePath: `/auth/${tenant}`,
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
    },
    session: { expiresIn: sessionSeconds, updateAge: daySeconds },
    plugins: [
      magicLink({
        disableSignUp: true,
        expiresIn: linkSeconds,
        storeToken: 'hashed',
        sendMagicLink: ({ token, metadata }) => onLink(String(metadata?.['nonce']), token),
      }),
    ],
    advanced: {
      useSecureCookies: deps.publicUrl.startsWith('https:'),
      cookiePrefix: cookiePrefix(tenant),
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
    },
    // Limits are those of the API, by address and by account.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
};

const answerSchema = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  session: z.looseObject({ id: z.string(), createdAt: z.iso.datetime() }).optional(),
});

/** What a new session notes of the request that began it. */
const headersOf = (browser = ''): Headers => new Headers(browser === '' ? {} : { 'user-agent': browser });

/** Gives a user a password, in place of the one before. */
const setPassword = async (input: {
  auth: Awaited<ReturnType<typeof createAuth>>;
  id: string;
  password: string;
}): Promise<void> => {
  const { id } = input;
  const { password: hasher, internalAdapter } = await input.auth.$context;
  const hash = await hasher.hash(input.password);
  const accounts = await internalAdapter.findAccounts(id);
  const isThere = accounts.some(({ providerId }) => providerId === 'credential');
  if (isThere) await internalAdapter.updatePassword(id, hash);
  else
    await internalAdapter.createAccount({
      userId: id,
      accountId: id,
      providerId: 'credential',
      password: hash,
    });
};

/** Ends every session of a user but those begun with this answer: anyone who knew the password before is signed out. */
const endOtherSessions = async (input: {
  auth: Awaited<ReturnType<typeof createAuth>>;
  id: string;
  cookies: readonly string[];
}): Promise<void> => {
  const { internalAdapter } = await input.auth.$context;
  const kept = input.cookies.map((cookie) => decodeURIComponent(cookie));
  const others = (await internalAdapter.listSessions(input.id)).filter(
    ({ token }) => !kept.some((cookie) => cookie.includes(`=${token}.`)),
  );
  await internalAdapter.deleteSessions(others.map(({ token }) => token));
};

/** What signing in is made of: better-auth of each tenant, loaded when it is first needed, and who an answer of it signed in. */
const createMeans = (deps: Deps) => {
  const links = new Map<string, string>();
  const auths = new LRUCache<string, ReturnType<typeof createAuth>>({ max: tenantsMax });
  const authOf = (tenant: string): ReturnType<typeof createAuth> => {
    const known = auths.get(tenant);
    if (known !== undefined) return known;
    const made = createAuth(deps, tenant, (nonce, token) => links.set(nonce, token));
    auths.set(tenant, made);
    return made;
  };

  /** Undefined when the answer says that nobody is. */
  const signedIn = async (tenant: string, answer: Response): Promise<SignedIn | undefined> => {
    if (!answer.ok) return undefined;
    const body = answerSchema.safeParse(await answer.json());
    const user = body.success ? await deps.users.get({ tenant, id: body.data.user.id }) : undefined;
    if (user === undefined || user.deactivatedAt !== undefined) return undefined;
    const { id, role, teams } = user;
    const { session } = body.data ?? {};
    // An answer without a session is one that begins it.
    const signedInAt = session === undefined ? deps.systemTime() : Date.parse(session.createdAt);
    const cookies = answer.headers.getSetCookie();
    return { user: { id, role, teams }, cookies, session: session?.id, signedInAt };
  };

  const begun = async (tenant: string, answer: Response): Promise<SignedIn | undefined> => {
    const found = await signedIn(tenant, answer);
    if (found !== undefined) await deps.changeUsers.noteSignIn({ tenant, id: found.user.id });
    return found;
  };

  const linkFor = async (tenant: string, email: string): Promise<string> => {
    const auth = await authOf(tenant);
    const nonce = randomUUID();
    await auth.api.signInMagicLink({ body: { email, metadata: { nonce } }, headers: new Headers() });
    const token = links.get(nonce) ?? '';
    links.delete(nonce);
    return token;
  };

  const useLink = async (tenant: string, token: string, browser?: string) => {
    const auth = await authOf(tenant);
    const asked = { query: { token }, headers: headersOf(browser), asResponse: true } as const;
    return begun(tenant, await auth.api.magicLinkVerify(asked));
  };
  return { authOf, signedIn, begun, linkFor, useLink };
};

/** Makes the service that signs users in and out. */
export const createSignIn = (deps: Deps): SignIn => {
  const { authOf, signedIn, begun, linkFor, useLink } = createMeans(deps);
  return {
    of: async ({ tenant, headers }) => {
      const auth = await authOf(tenant);
      return signedIn(tenant, await auth.api.getSession({ headers, asResponse: true }));
    },
    withPassword: async ({ tenant, email, password, browser }) => {
      const auth = await authOf(tenant);
      const body = { email, password };
      return begun(
        tenant,
        await auth.api.signInEmail({ body, headers: headersOf(browser), asResponse: true }),
      );
    },
    withLink: async ({ tenant, token, password, browser }) => {
      const found = await useLink(tenant, token, browser);
      // Anyone who was given a link may come in with another account of the provider from now on.
      if (found !== undefined)
        await deps.signIns.remove({
          tenant,
          model: 'provider',
          where: [{ field: 'userId', value: found.user.id }],
        });
      if (found !== undefined && password !== undefined) {
        const auth = await authOf(tenant);
        await setPassword({ auth, id: found.user.id, password });
        await endOtherSessions({ auth, id: found.user.id, cookies: found.cookies });
      }
      return found;
    },
    withProof: async ({ tenant, userId, browser }) => {
      const user = await deps.users.get({ tenant, id: userId });
      if (user === undefined || user.deactivatedAt !== undefined) return undefined;
      return useLink(tenant, await linkFor(tenant, user.email), browser);
    },
    makeLink: async ({ tenant, email }) => ({
      token: await linkFor(tenant, email),
      expiresAt: deps.systemTime() + linkSeconds * 1000,
    }),
    end: async ({ tenant, headers }) => {
      const auth = await authOf(tenant);
      return (await auth.api.signOut({ headers, asResponse: true })).headers.getSetCookie();
    },
  };
};
