import { type Context, Hono } from 'hono';

import { messageOf } from '../../domain/errors.ts';
import { type LinkKind, type LinkPayloads, readToken } from '../../domain/messages/links/links.ts';
import type { ApiEnv } from '../http/env.ts';
import type { PublicSettings } from '../ports/pages.ts';
import type { LinkDeps } from './deps.ts';
import { type Fields, readForm } from './form.ts';
import { brokenPage, showPage } from './page.tsx';
import { pageTexts } from './texts.ts';

/**
 * What the link of a request says, or undefined for whatever is no valid link of ours. A valid one counts against the
 * limit of its visitor. Without `maxAgeSeconds` a link works for good.
 */
export const linkOf = <K extends LinkKind>(input: {
  deps: LinkDeps;
  c: Context<ApiEnv>;
  kind: K;
  maxAgeSeconds?: number;
}): LinkPayloads[K] | undefined => {
  const { deps, c, kind, maxAgeSeconds } = input;
  const link = readToken({
    token: c.req.param('token') ?? '',
    kind,
    keys: deps.keys,
    ...(maxAgeSeconds === undefined ? {} : { now: deps.clock.systemTime() / 1000, maxAgeSeconds }),
  });
  if (link !== undefined) deps.limit.admit(c);
  return link;
};

/** The language of a page: the one that was asked for, else the person's, the browser's, the shop's. */
export const readerOf = (input: {
  c: Context<ApiEnv>;
  settings: PublicSettings;
  person: { readonly locale?: string | undefined } | undefined;
}): ReturnType<typeof pageTexts> =>
  pageTexts({
    asked: input.c.req.query('lang'),
    person: input.person?.locale,
    acceptLanguage: input.c.req.header('accept-language'),
    fallback: input.settings.defaultLocale,
  });

/** What every page about one link of one person knows. */
type PageScene = {
  readonly c: Context<ApiEnv>;
  readonly settings: PublicSettings;
  readonly locale: 'en' | 'es';
  readonly texts: { readonly laterTitle: string; readonly laterText: string };
};

/** Says that it did not work this time, and what that means. */
export const laterPage = (scene: PageScene, text = scene.texts.laterText): Response | Promise<Response> => {
  const { c, locale, settings, texts } = scene;
  const children = <p role="alert">{text}</p>;
  return showPage({ c, status: 503, locale, settings, title: texts.laterTitle, children });
};

/**
 * The routes of a page behind a signed link. GET shows it, since programs of mail follow every link; POST does what the
 * form says. Whatever is no valid link of ours gets the page of broken links; what fails is logged as `lost` and shown
 * as "later".
 */
export const signedPage = <S extends PageScene & { readonly tenant: string }>(input: {
  deps: LinkDeps;
  path?: string;
  /** Reads the link and what the page is about; undefined when there is no such thing (any more). */
  sceneOf: (c: Context<ApiEnv>) => Promise<S | undefined>;
  look: (scene: S) => Response | Promise<Response>;
  act: (scene: S, fields: Fields) => Response | Promise<Response>;
  /** What the log says of a failure. */
  lost: string;
  /** What the page says of it, where it is not `laterText`. */
  laterText?: (scene: S) => string;
}): Hono<ApiEnv> => {
  const { deps, path = '/:token', sceneOf, look, act, lost, laterText } = input;
  const app = new Hono<ApiEnv>();

  app.get(path, async (c) => {
    const scene = await sceneOf(c);
    return scene === undefined ? brokenPage(c) : look(scene);
  });

  app.post(path, async (c) => {
    const scene = await sceneOf(c);
    if (scene === undefined) return brokenPage(c);
    const fields = await readForm(c);
    try {
      return await act(scene, fields);
    } catch (thrown) {
      deps.log.error({ tenant: scene.tenant, error: messageOf(thrown) }, lost);
      return laterPage(scene, laterText?.(scene));
    }
  });
  return app;
};
