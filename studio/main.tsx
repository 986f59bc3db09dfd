import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/base.css';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { ProblemError } from './api/problem-error.ts';
import { createStudioRouter } from './app/router.tsx';
import { served, TenantProvider } from './app/tenant.tsx';
import { theme, variables } from './app/theme.ts';
import { LanguageProvider } from './words/language.tsx';

/** What the engine refused, it refuses again; only when nobody answered is it asked again. */
const retry = (count: number, error: Error): boolean =>
  count < 2 && error instanceof ProblemError && error.problem.code === 'unavailable';

const queries = new QueryClient({ defaultOptions: { queries: { retry, staleTime: 5000 } } });
const router = createStudioRouter();
const nonce = served('nonce');
const place = document.querySelector('#root');

if (place !== null) {
  // Mantine locks the scroll behind a dialog with a style element of its own, which needs the nonce too.
  Reflect.set(globalThis, '__webpack_nonce__', nonce);
  createRoot(place).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queries}>
          <LanguageProvider>
            <TenantProvider>
              <Notifications position="bottom-right" />
              <RouterProvider router={router} />
            </TenantProvider>
          </LanguageProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
