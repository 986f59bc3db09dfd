import type { Context, Hono } from 'hono';
import type { ApiEnv } from '../../http/env.ts';
import type { PublicSettings } from '../../ports/pages.ts';
import type { RegistrationView } from '../../ports/registrations.ts';
import { linkAgeSeconds } from '../click.ts';
import type { LinkDeps } from '../deps.ts';
import { brokenPage, showPage } from '../page.tsx';
import { type RegistrationTexts, registrationTexts } from './registration-texts.ts';
import { linkOf, readerOf, signedPage } from '../signed-page.tsx';

type Scene = {
  readonly c: Context<ApiEnv>;
  readonly tenant: string;
  readonly about: string;
  readonly profileId: string;
  readonly view: RegistrationView;
  readonly settings: PublicSettings;
  readonly locale: 'en' | 'es';
  readonly texts: RegistrationTexts;
};

const createScenes =
  (deps: LinkDeps) =>
  async (c: Context<ApiEnv>): Promise<Scene | undefined> => {
    const asked = linkOf({ deps, c, kind: 'registration', maxAgeSeconds: linkAgeSeconds });
    if (asked === undefined) return undefined;
    const [settings, view, person] = await Promise.all([
      deps.pages.settings(asked.tenant),
      deps.registrationPages.show(asked),
      deps.pages.person(asked),
    ]);
    if (settings === undefined || view === undefined) return undefined;
    const { locale } = readerOf({ c, settings, person });
    const { tenant, about, profileId } = asked;
    return { c, tenant, about, profileId, view, settings, locale, texts: registrationTexts(locale) };
  };

const whenText = ({ locale, view }: Scene): string => {
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: view.zone,
  });
  const { startsAt, endsAt } = view;
  const said = endsAt === undefined ? format.format(startsAt) : format.formatRange(startsAt, endsAt);
  return `${said} (${view.zone})`;
};

const Buttons = ({ scene }: { scene: Scene }) => {
  const { view, texts } = scene;
  return (
    <form method="post">
      {view.canRegister ? (
        <button class="main" name="do" value="register">
          {view.isFull ? texts.wait : texts.register}
        </button>
      ) : null}
      {view.canCancel ? (
        <button class="plain" name="do" value="cancel">
          {texts.cancel}
        </button>
      ) : null}
    </form>
  );
};

const registrationPage = (scene: Scene) => {
  const { c, view, settings, locale, texts } = scene;
  const { state, place, link } = view;
  const children = (
    <>
      <p>
        {texts.when}: {whenText(scene)}
        {place === undefined ? null : (
          <>
            <br />
            {texts.where}: {place}
          </>
        )}
      </p>
      {view.description === undefined ? null : <p class="terms">{view.description}</p>}
      {state === 'none' ? null : (
        <p class="done" role="status">
          {texts.states[state]}
        </p>
      )}
      {link === undefined ? null : (
        <p>
          <a href={link}>{texts.call}</a>
        </p>
      )}
      {state === 'booked' || state === 'waiting' ? (
        <p>
          <a href={`${c.req.param('token') ?? ''}/calendar.ics`}>{texts.calendar}</a>
        </p>
      ) : null}
      {view.canRegister && view.isFull ? <p>{texts.full}</p> : null}
      <Buttons scene={scene} />
    </>
  );
  return showPage({ c, locale, settings, title: view.title, children });
};

/**
 * `/e/:token`: an event or appointment, for the person the link was made for. GET shows it; POST registers or cancels.
 * `/e/:token/calendar.ics` is its calendar file. Whatever is no valid link of ours gets the page of broken links.
 */
export const registrationPageRoutes = (deps: LinkDeps): Hono<ApiEnv> => {
  const app = signedPage({
    deps,
    sceneOf: createScenes(deps),
    look: registrationPage,
    act: async (scene, fields) => {
      const { c, tenant, about, profileId } = scene;
      const said = fields.get('do')?.[0];
      if (said !== 'register' && said !== 'cancel') return registrationPage(scene);
      const view = await deps.registrationPages.act({ tenant, about, profileId, act: said });
      return view === undefined ? brokenPage(c) : registrationPage({ ...scene, view });
    },
    lost: 'A registration could not be stored.',
  });

  app.get('/:token/calendar.ics', async (c) => {
    const asked = linkOf({ deps, c, kind: 'registration', maxAgeSeconds: linkAgeSeconds });
    const file = asked === undefined ? undefined : await deps.registrationPages.calendar(asked);
    if (file === undefined) return brokenPage(c);
    return c.body(file, 200, {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'attachment; filename="event.ics"',
      'cache-control': 'no-store',
    });
  });
  return app;
};
