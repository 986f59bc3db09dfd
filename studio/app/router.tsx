import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { lazy } from 'react';

import { allPages } from './all-pages.ts';
import { NotFound } from './not-found.tsx';
import { PageFrame } from './page-frame.tsx';
import { Root } from './root.tsx';
import { Broken } from './broken.tsx';
import { Loading } from '../parts/page/loading.tsx';

/** Makes the routes of the sign-in and of all pages. */
export const createStudioRouter = () => {
  const root = createRootRoute({ component: Root, notFoundComponent: NotFound });
  const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in' });
  const pages = allPages.map((page) => {
    const Content = lazy(async () => ({ default: (await page.load()).Content }));
    return createRoute({
      getParentRoute: () => root,
      path: page.path,
      // Fetched when somebody points at a link to it.
      loader: async () => {
        await page.load();
      },
      component: () => (
        <PageFrame page={page}>
          <Content />
        </PageFrame>
      ),
    });
  });
  return createRouter({
    routeTree: root.addChildren([signIn, ...pages]),
    basepath: '/studio',
    defaultPreload: 'intent',
    defaultPendingComponent: Loading,
    defaultErrorComponent: Broken,
    scrollRestoration: true,
    // What was typed for one person or record is not carried on to the next.
    defaultRemountDeps: ({ params }) => params,
  });
};
