import { randomUUID } from 'node:crypto';

import type { TokenAnswer, TokenPlace, TokenSource } from '../../plugins/runtime/auth/tokens.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Log } from '../events/dispatcher.ts';
import { answerMs, type Asked, askTokens } from './ask-tokens.ts';
import type { Connection, ConnectionStore } from './ports.ts';
import { bindingOf, type Kept, type SealedTokens } from './sealed-tokens.ts';

type Deps = {
  readonly connectionStore: ConnectionStore;
  readonly sealedTokens: SealedTokens;
  /** Tokens live in real time, also where a development clock is ahead. */
  readonly systemTime: () => number;
  readonly log: Log;
};

/** A process trusts what it read of a connection for so long; another one may end it meanwhile. */
const knownForMs = 5_000;
/** A token is renewed so long before it ends, or in the last tenth of its time when that is shorter. */
const earlyMs = 60_000;
const leaseMs = answerMs + 10_000;
/** After a renewal that did not work nobody tries for so long. */
const againMs = 5_000;
/** A token so young that is refused was refused for another reason than its age. */
const youngMs = 60_000;

const none = (code: Extract<TokenAnswer, { kind: 'none' }>['code'], message: string): TokenAnswer => ({
  kind: 'none',
  code,
  message,
});

/** What a person has to do about an instance without tokens. */
export const connectHint = (instance: string): string =>
  `Connect it: \`ciclo connectors connect ${instance}\`, or the page of the connector in the studio.`;

/** Why a connection gives no token, for people; undefined when it does. */
export const troubleOf = (
  place: TokenPlace,
  connection: Connection | undefined,
  kept: Kept | undefined,
): Extract<TokenAnswer, { kind: 'none' }> | undefined => {
  const { instance, auth } = place;
  const hint = connectHint(instance);
  if (connection?.state === 'ended') {
    const message = `${connection.why ?? 'The provider ended the connection.'} ${hint}`;
    return { kind: 'none', code: 'connection-ended', message };
  }
  if (auth.grant === 'client-credentials') return undefined;
  if (connection === undefined || connection.state === 'new')
    return { kind: 'none', code: 'not-connected', message: `"${instance}" is not connected yet. ${hint}` };
  if (connection.binding !== bindingOf(place)) {
    const message = `"${instance}" was connected with other settings, and its tokens are not sent elsewhere. ${hint}`;
    return { kind: 'none', code: 'not-connected', message };
  }
  if (kept !== undefined) return undefined;
  const message = `The tokens of "${instance}" cannot be read: the secret that they were encrypted with is not there any more. ${hint}`;
  return { kind: 'none', code: 'not-connected', message };
};

/** Gets tokens and renews them: of all processes one at a time, by a lease on the connection. */
const createRenew = (deps: Deps) => {
  const { connectionStore: store, sealedTokens } = deps;

  const ask = (place: TokenPlace, kept: Kept | undefined): Promise<Asked> | Asked => {
    const { auth } = place;
    if (auth.grant === 'client-credentials') return askTokens({ ...place, grant: { kind: 'client' } });
    if (kept?.refresh === undefined)
      return { kind: 'ended', why: 'The token ended, and the provider gave none to renew it with.' };
    return askTokens({ ...place, grant: { kind: 'refresh', refresh: kept.refresh } });
  };

  /** What the one that has the lease does. */
  const renewLeased = async (place: TokenPlace, known: Connection, token: string): Promise<TokenAnswer> => {
    const { tenant, instance } = place;
    const kept = known.binding === bindingOf(place) ? sealedTokens.open(known) : undefined;
    const asked = await ask(place, kept);
    if (asked.kind === 'tokens') {
      const { tokens } = asked;
      const systemTime = deps.systemTime();
      const fresh = sealedTokens.keep({ place, tokens, former: kept, systemTime });
      await store.renewed({ tenant, instance, token, ...fresh });
      return { kind: 'token', value: tokens.access };
    }
    const { why } = asked;
    const ended = asked.kind === 'ended';
    deps.log.warn({ tenant, instance }, ended ? 'A connection ended.' : 'A token could not be renewed.');
    const notBefore = ended ? 0 : deps.systemTime() + againMs;
    await store.notRenewed({ tenant, instance, token, ended, why, notBefore });
    return ended
      ? none('connection-ended', `${why} ${connectHint(instance)}`)
      : none('token-unavailable', why);
  };

  /** Renews the tokens of a connection that stood at a revision, unless another process has done so. */
  return async (place: TokenPlace, revision: number): Promise<TokenAnswer> => {
    const { tenant, instance } = place;
    const token = randomUUID();
    const systemTime = deps.systemTime();
    const leased = await store.lease({ tenant, instance, token, systemTime, until: systemTime + leaseMs });
    if (leased === undefined)
      return none('token-unavailable', 'The token is renewed by another process just now.');
    const kept = sealedTokens.open(leased);
    const trouble = troubleOf(place, leased, kept);
    const isDone = leased.revision !== revision && kept !== undefined && trouble === undefined;
    if (trouble === undefined && !isDone) return renewLeased(place, leased, token);
    await store.notRenewed({ tenant, instance, token, ended: false, why: '', notBefore: 0 });
    return trouble ?? { kind: 'token', value: kept?.access ?? '' };
  };
};

const isDue = (connection: Connection, systemTime: number): boolean => {
  const { expiresAt, renewedAt = 0 } = connection;
  if (expiresAt === undefined) return false;
  return systemTime >= expiresAt - Math.min(earlyMs, (expiresAt - renewedAt) / 10);
};

const isOver = ({ expiresAt }: Connection, systemTime: number): boolean =>
  expiresAt !== undefined && systemTime >= expiresAt;

const keyOf = (place: TokenPlace): string => JSON.stringify([place.tenant, place.instance, bindingOf(place)]);

type Found = { readonly connection: Connection | undefined; readonly kept: Kept | undefined };

/** What this process knows of connections, for a few seconds each. */
const createKnown = (deps: Deps) => {
  const known = new Map<string, Found & { readonly at: number }>();
  return {
    drop: (place: TokenPlace): void => {
      known.delete(keyOf(place));
    },
    clear: (): void => known.clear(),
    read: async (place: TokenPlace): Promise<Found> => {
      const key = keyOf(place);
      const before = known.get(key);
      if (before !== undefined && deps.systemTime() - before.at < knownForMs) return before;
      known.delete(key);
      const connection = await deps.connectionStore.get(place);
      const isOurs = connection?.binding === bindingOf(place);
      const kept = connection !== undefined && isOurs ? deps.sealedTokens.open(connection) : undefined;
      const found = { connection, kept };
      if (kept !== undefined) known.set(key, { ...found, at: deps.systemTime() });
      return found;
    },
  };
};
type Known = ReturnType<typeof createKnown>;

/** One renewal of a connection at a time in this process; anyone who asks meanwhile has its answer. */
const createRenewOnce = (deps: Deps, known: Known) => {
  const underWay = new Map<string, Promise<TokenAnswer>>();
  const renewNow = createRenew(deps);
  return (place: TokenPlace, revision: number): Promise<TokenAnswer> => {
    const key = keyOf(place);
    known.drop(place);
    const before = underWay.get(key);
    if (before !== undefined) return before;
    const renewing = renewNow(place, revision).finally(() => underWay.delete(key));
    underWay.set(key, renewing);
    return renewing;
  };
};
type RenewOnce = ReturnType<typeof createRenewOnce>;

const createGet =
  (input: { deps: Deps; known: Known; renewOnce: RenewOnce }) =>
  async (place: TokenPlace): Promise<TokenAnswer> => {
    const { deps, known, renewOnce } = input;
    const { connection, kept } = await known.read(place);
    const trouble = troubleOf(place, connection, kept);
    if (trouble !== undefined) return trouble;
    const systemTime = deps.systemTime();
    if (connection === undefined || kept === undefined) return renewOnce(place, connection?.revision ?? 0);
    const present: TokenAnswer = { kind: 'token', value: kept.access };
    if (!isDue(connection, systemTime)) return present;
    const canRenew = kept.refresh !== undefined || place.auth.grant === 'client-credentials';
    if (!canRenew && !isOver(connection, systemTime)) return present;
    const renewed = await renewOnce(place, connection.revision);
    const mayWait = renewed.kind === 'none' && renewed.code === 'token-unavailable';
    return mayWait && !isOver(connection, systemTime) ? present : renewed;
  };

/**
 * Makes what gives the runtime of plugins their tokens: kept encrypted in the database, renewed before they end or when the provider
 * refuses one, by one process for all. What the provider takes no more is `ended`, until somebody connects the instance again.
 */
export const createTokenSource = (deps: Deps): TokenSource & { readonly forget: () => void } => {
  const known = createKnown(deps);
  const renewOnce = createRenewOnce(deps, known);
  const get = createGet({ deps, known, renewOnce });

  const renew = async (place: TokenPlace & { refused: string }): Promise<TokenAnswer> => {
    known.drop(place);
    const { connection, kept } = await known.read(place);
    if (connection === undefined || kept === undefined) return get(place);
    if (kept.access !== place.refused) return { kind: 'token', value: kept.access };
    // It is not its age: the provider refuses the call, and would refuse it with every other token.
    if (deps.systemTime() - (connection.renewedAt ?? 0) < youngMs)
      return none('token-unavailable', 'The provider refuses a token that it gave just now.');
    return renewOnce(place, connection.revision);
  };

  const safely =
    <Input extends TokenPlace>(work: (input: Input) => Promise<TokenAnswer>) =>
    async (input: Input): Promise<TokenAnswer> => {
      try {
        return await work(input);
      } catch (thrown) {
        const { tenant, instance } = input;
        deps.log.warn({ tenant, instance, error: messageOf(thrown) }, 'A token could not be read.');
        return none('token-unavailable', 'The tokens cannot be read now.');
      }
    };

  return { get: safely(get), renew: safely(renew), forget: known.clear };
};
