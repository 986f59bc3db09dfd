import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';

import type { ConnectBack, ConnectEnd } from '../../api/ports/connect.ts';
import { CicloError, notFound } from '../../domain/errors.ts';
import { own } from '../../domain/json.ts';
import type { TokenPlace } from '../../plugins/runtime/auth/tokens.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { AuditTrail } from '../../api/ports/audit.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import { askTokens, revokeToken } from './ask-tokens.ts';
import type { Connection, Connector, ConnectionStore } from './ports.ts';
import type { SealedTokens } from './sealed-tokens.ts';

type Named = { readonly tenant: string; readonly instance: string };

/** What is done with the connection of one instance. */
export type Connect = {
  /**
   * Begins to connect: the address at which a person agrees, or that it is connected, where nobody has to. Throws `not-found` without such an
   * instance, `conflict` for one that needs no connection or is off, `unavailable` when the provider gives no token.
   */
  readonly begin: (
    input: Named & { by: Connector },
  ) => Promise<
    | { readonly kind: 'go'; readonly url: string; readonly until: number }
    | { readonly kind: 'connected'; readonly connection: Connection | undefined }
  >;
  readonly back: ConnectBack;
  /** Gives the tokens back and forgets them; false when there were none. Throws `not-found` without such an instance. */
  readonly end: (input: Named) => Promise<boolean>;
  /** Encrypts the tokens of a tenant with the present secret: how many were, and how many cannot be read any more. */
  readonly reseal: (input: { tenant: string }) => Promise<{ resealed: number; unreadable: number }>;
};

type Deps = {
  readonly live: LiveWorkspaces;
  readonly plugins: Pick<Plugins, 'runtime'>;
  readonly connectionStore: ConnectionStore;
  readonly sealedTokens: SealedTokens;
  readonly forgetTokens: () => void;
  readonly keyring: Pick<Keyring, 'signer' | 'mac'>;
  readonly publicUrl: string;
  readonly systemTime: () => number;
  readonly audit: AuditTrail;
};

/** So long somebody may take to agree. */
const agreeMs = 10 * 60_000;

const stateSchema = z.strictObject({
  tenant: z.string(),
  instance: z.string(),
  nonce: z.string(),
  until: z.number(),
  by: z.strictObject({ kind: z.enum(['user', 'key']), id: z.string() }),
});
type State = z.output<typeof stateSchema>;

const redirectOf = (publicUrl: string): string => `${publicUrl.replace(/\/$/, '')}/connect/callback`;

const refused = (
  reason: Extract<ConnectEnd, { kind: 'refused' }>['reason'],
  message: string,
): ConnectEnd => ({
  kind: 'refused',
  reason,
  message,
});

/** The place of an instance that needs tokens. */
const createPlaceOf =
  (deps: Deps) =>
  async (named: Named): Promise<TokenPlace> => {
    const { tenant, instance } = named;
    const live = await deps.live.of(tenant);
    if (own(live.published.settings.plugins, instance) === undefined) throw notFound('plugin instance');
    const runtime = deps.plugins.runtime(live);
    const place = runtime.tokenPlace(named);
    if (place !== undefined) return place;
    const path = `plugins.${instance}`;
    const [problem] = runtime.problems.filter((one) => one.path === path || one.path.startsWith(`${path}.`));
    throw new CicloError({
      code: 'conflict',
      message: problem?.message ?? `"${instance}" needs no connection: its config says how it signs in.`,
    });
  };

/** The address at which a person agrees, with PKCE (RFC 7636). */
const addressOf = (input: {
  place: TokenPlace;
  state: string;
  verifier: string;
  redirectUri: string;
}): string => {
  const { place, state, verifier, redirectUri } = input;
  const { authorizeUrl, clientId, scopes, parameters = {} } = place.auth;
  if (authorizeUrl === undefined)
    throw new CicloError({
      code: 'plugin-misbehaved',
      message: `The plugin "${place.plugin}" says nowhere how a person agrees (\`authorizeUrl\`).`,
    });
  const url = new URL(authorizeUrl);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  for (const [name, value] of Object.entries({
    ...parameters,
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })) {
    url.searchParams.set(name, value);
  }
  return url.href;
};

const createBegin = (deps: Deps, placeOf: ReturnType<typeof createPlaceOf>): Connect['begin'] => {
  const { connectionStore: store, keyring } = deps;
  const signer = keyring.signer('connect');
  return async ({ by, ...named }) => {
    const place = await placeOf(named);
    const systemTime = deps.systemTime();
    if (place.auth.grant === 'client-credentials') {
      const asked = await askTokens({ ...place, grant: { kind: 'client' } });
      if (asked.kind !== 'tokens') throw new CicloError({ code: 'unavailable', message: asked.why });
      const { tokens } = asked;
      await store.connect({ ...named, by, ...deps.sealedTokens.keep({ place, tokens, systemTime }) });
      deps.forgetTokens();
      return { kind: 'connected', connection: await store.get(named) };
    }
    const nonce = randomUUID();
    const until = systemTime + agreeMs;
    const state: State = { ...named, nonce, until, by };
    const url = addressOf({
      place,
      state: signer.sign(JSON.stringify(state)),
      verifier: keyring.mac({ purpose: 'connect-verifier', data: nonce }),
      redirectUri: redirectOf(deps.publicUrl),
    });
    await store.begin({ ...named, nonce, until });
    return { kind: 'go', url, until };
  };
};

const createBack = (deps: Deps, placeOf: ReturnType<typeof createPlaceOf>): ConnectBack => {
  const { connectionStore: store, keyring } = deps;
  const signer = keyring.signer('connect');

  const stateOf = (text: string): State | undefined => {
    const opened = signer.open(text);
    return opened === undefined ? undefined : stateSchema.parse(JSON.parse(opened));
  };

  return async ({ answer, userOf }) => {
    const text = answer.get('state') ?? '';
    const state = stateOf(text);
    if (state === undefined)
      return refused('unknown', 'This address was not made here. Begin again at the connector.');
    const { tenant, instance, nonce, by } = state;
    const named = { tenant, instance };
    if (by.kind === 'user' && (await userOf(tenant)) !== by.id) {
      const message = 'Somebody else began this, or you are not signed in any more. Sign in and begin again.';
      return refused('sign-in', message);
    }
    const systemTime = deps.systemTime();
    if (!(await store.use({ ...named, nonce, systemTime })))
      return refused(
        'over',
        'This was used already, or took longer than ten minutes. Begin again at the connector.',
      );
    const place = await placeOf(named);
    const asked = await askTokens({
      ...place,
      grant: {
        kind: 'code',
        answer,
        state: text,
        redirectUri: redirectOf(deps.publicUrl),
        verifier: keyring.mac({ purpose: 'connect-verifier', data: nonce }),
      },
    });
    if (asked.kind !== 'tokens') return refused('provider', `Nothing was connected. ${asked.why}`);
    const { tokens } = asked;
    await store.connect({ ...named, by, ...deps.sealedTokens.keep({ place, tokens, systemTime }) });
    deps.forgetTokens();
    await deps.audit.append({
      tenant,
      at: systemTime,
      actor: by,
      requestId: nonce,
      action: 'connector.connected',
      subject: instance,
      details: undefined,
    });
    return { kind: 'connected', ...named };
  };
};

/** Makes what connects instances with their providers, and ends it. */
export const createConnect = (deps: Deps): Connect => {
  const { connectionStore: store, sealedTokens } = deps;
  const placeOf = createPlaceOf(deps);
  return {
    begin: createBegin(deps, placeOf),
    back: createBack(deps, placeOf),
    end: async (named) => {
      const connection = await store.get(named);
      // An instance that was taken out of the workspace can still be forgotten.
      if (connection === undefined) {
        await placeOf(named);
        return false;
      }
      const kept = sealedTokens.open(connection);
      await store.drop(named);
      deps.forgetTokens();
      if (kept === undefined) return false;
      const runtime = deps.plugins.runtime(await deps.live.of(named.tenant));
      const place = runtime.tokenPlace(named);
      if (place !== undefined) await revokeToken({ ...place, token: kept.refresh ?? kept.access });
      return true;
    },
    reseal: async ({ tenant }) => {
      const counts = { resealed: 0, unreadable: 0 };
      for (const connection of await store.of(tenant)) {
        if (connection.sealed === undefined) continue;
        const { instance, revision } = connection;
        if (sealedTokens.open(connection) === undefined) counts.unreadable += 1;
        const sealed = sealedTokens.again(connection);
        if (sealed !== undefined && (await store.reseal({ tenant, instance, revision, sealed })))
          counts.resealed += 1;
      }
      return counts;
    },
  };
};
