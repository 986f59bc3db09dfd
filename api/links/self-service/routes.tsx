import { type Context, Hono } from 'hono';

import { messageOf } from '../../../domain/errors.ts';
import { ownNames } from '../../../domain/events/own-names.ts';
import { createLinks } from '../../../domain/messages/links/links.ts';
import { selfServiceTimes } from '../../../domain/messages/self-service-mail.ts';
import type { ApiEnv } from '../../http/env.ts';
import { closedId } from '../../ports/self-service.ts';
import type { LinkDeps } from '../deps.ts';
import { type Fields, readForm } from '../form.ts';
import { linkEvent } from '../link-event.ts';
import { brokenPage, showPage } from '../page.tsx';
import { laterPage, linkOf } from '../signed-page.tsx';
import { casePages, casesPages } from './cases.tsx';
import { dataPages } from './data.tsx';
import { type PageName, showSelf } from './frame.tsx';
import { orderPages } from './orders.tsx';
import { pointsPages } from './points.tsx';
import { quotesPages } from './quotes.tsx';
import { referralsPages } from './referrals.tsx';
import { endSession, keepSession, type OpenScene, openScene, type Scene, sceneOf } from './scene.ts';

type Answer = Response | Promise<Response>;
type Page = {
  readonly show: (scene: OpenScene) => Answer;
  readonly act: (scene: OpenScene, fields: Fields) => Answer;
};

/** Whether a page of somebody else makes the request, as far as the browser says. */
const isForeign = (c: Context<ApiEnv>): boolean => {
  const site = c.req.header('sec-fetch-site');
  return site !== undefined && site !== 'same-origin' && site !== 'none';
};

const askPage = (scene: Scene, said?: string) => {
  const { c, locale, settings, texts } = scene;
  const children = (
    <>
      {said === undefined ? (
        <p>{texts.ask}</p>
      ) : (
        <p class="done" role="status">
          {said}
        </p>
      )}
      <form method="post" action={scene.base}>
        <button class={said === undefined ? 'main' : 'plain'} name="do" value="ask">
          {texts.askButton}
        </button>
      </form>
    </>
  );
  return showPage({ c, locale, settings, title: texts.title, children });
};

/** Closes the session of this browser, and every copy of it. */
const close = async (deps: LinkDeps, scene: Scene): Promise<void> => {
  const open = await openScene(deps, scene);
  if (open !== undefined) {
    const { who, now, asked } = open;
    const event = linkEvent({ name: ownNames.selfServiceClosed, properties: { asked }, now, ...who });
    await deps.accept({ tenant: who.tenant, events: [{ ...event, messageId: closedId(asked) }] });
  }
  endSession(scene.c, deps);
};

/** The first page behind the proof: the way to the others. */
const homePage = async (deps: LinkDeps, scene: OpenScene) => {
  const { texts, base, who, asked, now } = scene;
  const { cases, points, referrals } = await deps.selfService.offered(who);
  const there: readonly PageName[] = [
    'data',
    'orders',
    ...(cases ? (['cases'] as const) : []),
    'quotes',
    ...(points ? (['points'] as const) : []),
    ...(referrals ? (['referrals'] as const) : []),
  ];
  const owner = { ...who, messageId: asked, at: Math.floor(now / 1000) };
  const preferences = createLinks(deps).preferences({ ...owner, topic: '*', channel: 'email' });
  const children = (
    <ul>
      {there.map((name) => (
        <li>
          <a href={`${base}/${name}`}>{texts.pages[name]}</a>
        </li>
      ))}
      <li>
        <a href={preferences}>{texts.preferences}</a>
      </li>
    </ul>
  );
  return showSelf(scene, { title: texts.title, children });
};

/** Does what a page asks for; what cannot be stored just now is said, and nothing of it is logged but the reason. */
const attempt = async (deps: LinkDeps, scene: Scene, act: () => Answer): Promise<Response> => {
  try {
    return await act();
  } catch (thrown) {
    deps.log.error(
      { tenant: scene.who.tenant, error: messageOf(thrown) },
      'A self-service page could not do what it was asked for.',
    );
    return laterPage({ ...scene, texts: scene.common });
  }
};

const pageScene = async (deps: LinkDeps, c: Context<ApiEnv>): Promise<Scene | undefined> => {
  const link = linkOf({ deps, c, kind: 'selfService' });
  if (link === undefined) return undefined;
  return sceneOf({ c, deps, link, token: c.req.param('token') ?? '' });
};

/** The link of the mail, or of the shop: a look changes nothing, the button opens the pages, once. */
const entryRoutes = (deps: LinkDeps, app: Hono<ApiEnv>): void => {
  const read = async (c: Context<ApiEnv>) => {
    const { entrySeconds: maxAgeSeconds } = selfServiceTimes;
    const link = linkOf({ deps, c, kind: 'selfServiceEntry', maxAgeSeconds });
    if (link === undefined) return undefined;
    const token = createLinks(deps).selfService(link).split('/').at(-1) ?? '';
    const scene = await sceneOf({ c, deps, link, token });
    if (scene === undefined) return undefined;
    const isEnded = await deps.selfService.isEnded({ ...scene.who, at: link.at });
    return isEnded ? undefined : { link, scene };
  };

  app.get('/in/:token', async (c) => {
    const found = await read(c);
    if (found === undefined) return brokenPage(c);
    const { locale, settings, texts } = found.scene;
    const children = (
      <>
        <p>{texts.enter}</p>
        <form method="post">
          <button class="main">{texts.enterButton}</button>
        </form>
      </>
    );
    return showPage({ c, locale, settings, title: texts.title, children });
  });

  app.post('/in/:token', async (c) => {
    const found = await read(c);
    if (found === undefined || isForeign(c)) return brokenPage(c);
    const { link, scene } = found;
    const { who, now, locale, settings, texts } = scene;
    return attempt(deps, scene, async () => {
      const asked = link.messageId;
      const event = {
        ...linkEvent({ name: ownNames.selfServiceOpened, properties: { asked }, now, ...who }),
        messageId: `self-service:${asked}`,
      };
      const { duplicates } = await deps.accept({ tenant: who.tenant, events: [event] });
      if (duplicates.size > 0) {
        const children = <p role="alert">{texts.used}</p>;
        return showPage({ c, status: 404, locale, settings, title: texts.usedTitle, children });
      }
      keepSession(c, deps, { ...who, messageId: asked });
      return c.redirect(scene.base, 303);
    });
  });
};

/**
 * `/a/:token`: the pages of one person. The link says whose they are and may be forwarded: it shows nothing until a fresh link, mailed to the
 * address that is known, was opened in this browser. GET shows, POST acts.
 */
export const selfServicePages = (deps: LinkDeps): Hono<ApiEnv> => {
  const app = new Hono<ApiEnv>();
  entryRoutes(deps, app);
  const pages: Readonly<Record<PageName, Page>> = {
    data: dataPages(deps),
    orders: orderPages(deps),
    cases: casesPages(deps),
    quotes: quotesPages(deps),
    points: pointsPages(deps),
    referrals: referralsPages(deps),
  };

  app.get('/:token', async (c) => {
    const scene = await pageScene(deps, c);
    if (scene === undefined) return brokenPage(c);
    const open = await openScene(deps, scene);
    return open === undefined ? askPage(scene) : homePage(deps, open);
  });

  app.post('/:token', async (c) => {
    const scene = await pageScene(deps, c);
    if (scene === undefined || isForeign(c)) return brokenPage(c);
    const what = (await readForm(c)).get('do')?.[0];
    if (what === 'leave') {
      return attempt(deps, scene, async () => {
        await close(deps, scene);
        return askPage(scene, scene.texts.left);
      });
    }
    if (what !== 'ask') return askPage(scene);
    const { who, now, texts } = scene;
    return attempt(deps, scene, async () => {
      const { tenant, profileId } = who;
      const event = linkEvent({ name: ownNames.selfServiceAsked, properties: {}, now, profileId });
      await deps.accept({ tenant, events: [event] });
      return askPage(scene, texts.asked);
    });
  });

  const serve = (path: string, pageOf: (c: Context<ApiEnv>) => Page): void => {
    app.get(path, async (c) => {
      const scene = await pageScene(deps, c);
      if (scene === undefined) return brokenPage(c);
      const open = await openScene(deps, scene);
      return open === undefined ? askPage(scene) : pageOf(c).show(open);
    });
    app.post(path, async (c) => {
      const scene = await pageScene(deps, c);
      if (scene === undefined || isForeign(c)) return brokenPage(c);
      const open = await openScene(deps, scene);
      if (open === undefined) return askPage(scene);
      const fields = await readForm(c);
      return attempt(deps, scene, () => pageOf(c).act(open, fields));
    });
  };
  for (const [name, page] of Object.entries(pages)) serve(`/:token/${name}`, () => page);
  serve('/:token/cases/:id', (c) => casePages(deps, (c.req.param('id') ?? '').slice(0, 200)));
  return app;
};
