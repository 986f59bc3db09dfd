import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo } from 'react';

import { type Api, ask, askAuth, createApi } from '../api/client.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { components } from '../api/schema.ts';

/** Who is signed in, and to which workspace. */
export type Me = components['schemas']['Me'];
export type Scope = Me['scopes'][number];

type Connection = { readonly api: Api; readonly tenant: string; readonly signOut: () => Promise<void> };

const ConnectionContext = createContext<Connection | undefined>(undefined);
const MeContext = createContext<Me | undefined>(undefined);

/** Hands the API of a tenant to the pages. */
export const ConnectionProvider = (props: { tenant: string; children: ReactNode }) => {
  const { tenant, children } = props;
  const queries = useQueryClient();
  const connection = useMemo<Connection>(
    () => ({
      tenant,
      api: createApi({ tenant }),
      signOut: async () => {
        await askAuth({ tenant, path: 'sign-out' });
        queries.clear();
      },
    }),
    [tenant, queries],
  );
  return <ConnectionContext.Provider value={connection}>{children}</ConnectionContext.Provider>;
};

/** The API, and the tenant it is of. */
export const useConnection = (): Connection => {
  const connection = useContext(ConnectionContext);
  if (connection === undefined) throw new Error('No connection is provided here.');
  return connection;
};

/** The API of the engine: `ask(api.GET('/api/journeys'))`. */
export const useApi = (): Api => useConnection().api;

/** Asks who is signed in; `undefined` as data means nobody. */
export const useSession = () => {
  const { api, tenant } = useConnection();
  return useQuery({
    queryKey: ['me', tenant],
    queryFn: async (): Promise<Me | null> => {
      try {
        return await ask(api.GET('/api/me'));
      } catch (thrown) {
        if (thrown instanceof ProblemError && thrown.problem.status === 401) return null;
        throw thrown;
      }
    },
    staleTime: 60_000,
  });
};

export const MeProvider = MeContext.Provider;

/** Who is signed in. Only pages behind the sign-in ask. */
export const useMe = (): Me => {
  const me = useContext(MeContext);
  if (me === undefined) throw new Error('Nobody is signed in here.');
  return me;
};

/** Whether the person may do all of it; what they may not do is not offered. */
export const useMay = (): ((...scopes: readonly Scope[]) => boolean) => {
  const { scopes: mine } = useMe();
  return (...scopes) => scopes.every((scope) => mine.includes(scope));
};
