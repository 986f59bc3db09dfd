import { Center } from '@mantine/core';
import { Navigate, useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import { Loading } from '../parts/page/loading.tsx';
import { ProblemAlert } from '../parts/page/problem-alert.tsx';
import { MeProvider, useSession } from './session.tsx';
import { Shell } from './shell.tsx';

/** Fetched by those who need it: most who open the studio are signed in. */
const SignInPage = lazy(async () => ({ default: (await import('./sign-in/sign-in-page.tsx')).SignInPage }));

const signInPath = '/sign-in';

/** Shows the pages to those who are signed in, and the sign-in to everybody else. */
export const Root = () => {
  const session = useSession();
  const { pathname, searchStr } = useLocation();
  const place = pathname.replace(/^\/studio/, '') || '/';
  // While one leaves a page, the router still has that page at hand, which nobody but those who are signed in can see.
  if (place === signInPath) {
    return (
      <Suspense fallback={<Loading />}>
        <SignInPage />
      </Suspense>
    );
  }
  if (session.isPending) return <Loading />;
  // While one works, a question that nobody answers takes nothing off the screen.
  if (session.isLoadingError) {
    return (
      <Center component="main" p="xl">
        <ProblemAlert error={session.error} onRetry={() => void session.refetch()} />
      </Center>
    );
  }
  if (session.data === null) {
    return <Navigate to={signInPath} search={{ back: `${place}${searchStr}` }} replace />;
  }
  return (
    <MeProvider value={session.data}>
      <Shell />
    </MeProvider>
  );
};
