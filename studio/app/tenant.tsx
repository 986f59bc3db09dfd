import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

import { ConnectionProvider } from './session.tsx';

const storageKey = 'ciclo.studio.tenant';

type Chosen = { readonly tenant: string; readonly choose: (tenant: string) => void };

const TenantContext = createContext<Chosen>({ tenant: '', choose: () => undefined });

/** What the page says of the engine that served it. */
export const served = (name: 'nonce' | 'tenant'): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="ciclo-${name}"]`)?.content ?? '';

/** The tenant of a link, else the one signed in to last, else the one that this engine serves by default. */
const firstTenant = (): string => {
  const named = new URLSearchParams(globalThis.location.search).get('tenant');
  return named ?? globalThis.localStorage.getItem(storageKey) ?? served('tenant');
};

/** Keeps which tenant the person works in. */
export const TenantProvider = ({ children }: { children: ReactNode }) => {
  const [tenant, setTenant] = useState(firstTenant);
  const chosen = useMemo<Chosen>(
    () => ({
      tenant,
      choose: (next) => {
        globalThis.localStorage.setItem(storageKey, next);
        setTenant(next);
      },
    }),
    [tenant],
  );
  return (
    <TenantContext.Provider value={chosen}>
      <ConnectionProvider tenant={tenant}>{children}</ConnectionProvider>
    </TenantContext.Provider>
  );
};

/** The tenant, and how another one is chosen. */
export const useTenant = (): Chosen => useContext(TenantContext);
