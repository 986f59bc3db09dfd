import { type Context, Hono } from 'hono';
import { readToken, type TopicLink } from '../../domain/messages/links/links.ts';
import { messageOf } from '../../domain/errors.ts';
import type { ApiEnv } from '../http/env.ts';
import type { PublicSettings } from '../ports/pages.ts';
import { type Change, changesOf, type Choice, choicesOf, withdrawAll } from './choices.ts';
import type { LinkDeps } from './deps.ts';
import { readForm } from './form.ts';
import { linkEvent } from './link-event.ts';
import { brokenPage, showPage } from './page.tsx';
import { channelName, pageTexts, type PageTexts } from './texts.ts';

type Scene = {
  readonly c: Context<ApiEnv>;
  readonly link: TopicLink;
  readonly settings: PublicSettings;
  readonly locale: 'en' | 'es';
  readonly chain: readonly string[];
  readonly texts: PageTexts;
  readonly choices: readonly Choice[];
};

const createScenes =
  (deps: LinkDeps) =>
  async (c: Context<ApiEnv>): Promise<Scene | undefined> => {
    const link = readToken({
      token: c.req.param('token') ?? '',
      kind: 'preferences',
      keys: deps.keys,
    });
    if (link === undefined) return undefined;
    deps.limit.admit(c);
    const [settings, person] = await Promise.all([deps.pages.settings(link.tenant), deps.pages.person(link)]);
    if (settings === undefined || person === undefined) return undefined;
    const reader = pageTexts({
      asked: c.req.query('lang'),
      person: person.locale,
      acceptLanguage: c.req.header('accept-language'),
      fallback: settings.defaultLocale,
    });
    const choices = choicesOf({ ...reader, settings, consents: person.consents });
    return { c, link, settings, choices, ...reader };
  };

const Box = (props: { choice: Choice }) => (
  <label>
    <input type="checkbox" name="want" value={props.choice.name} checked={props.choice.isOn} />
    <span>
      {props.choice.label}
      {props.choice.description === undefined ? null : <small>{props.choice.description}</small>}
    </span>
  </label>
);

const showChoices = (scene: Scene & { readonly isSaved: boolean }) => {
  const { c, settings, locale, texts, choices, isSaved } = scene;
  const channels = settings.channels.filter((channel) =>
    choices.some((choice) => choice.channel === channel),
  );
  const children = (
    <>
      {isSaved ? (
        <p class="done" role="status">
          {texts.saved}
        </p>
      ) : (
        <p>{channels.length === 0 ? texts.preferencesNone : texts.preferencesLead}</p>
      )}
      <form method="post">
        {channels.map((channel) => (
          <fieldset>
            <legend>{texts.channel(channelName({ channel, locale }))}</legend>
            {choices
              .filter((choice) => choice.channel === channel)
              .map((choice) => (
                <Box choice={choice} />
              ))}
          </fieldset>
        ))}
        {channels.length === 0 ? null : (
          <button class="main" name="do" value="save">
            {texts.save}
          </button>
        )}
        <button class="plain" name="do" value="leave">
          {texts.leaveAll}
        </button>
      </form>
    </>
  );
  return showPage({ c, locale, settings, title: texts.preferencesTitle, children });
};

const readChanges = async (
  scene: Scene,
): Promise<{ ticked: ReadonlySet<string>; changes: readonly Change[] }> => {
  const { c, link, settings, texts } = scene;
  const fields = await readForm(c);
  const { messageId } = link;
  if (fields.get('do')?.includes('leave') === true) {
    return { ticked: new Set(), changes: withdrawAll({ channels: settings.channels, messageId }) };
  }
  // A body that could not be read would look like every box unticked.
  if (fields.get('do')?.includes('save') !== true) {
    return {
      ticked: new Set(scene.choices.filter((choice) => choice.isOn).map(({ name }) => name)),
      changes: [],
    };
  }
  const ticked = new Set(fields.get('want'));
  return { ticked, changes: changesOf({ ...scene, ticked, lead: texts.preferencesLead, messageId }) };
};

/** `/p/:token`: what a person wants to hear about, and by which way; no account and no password needed. */
export const preferenceRoutes = (deps: LinkDeps): Hono<ApiEnv> => {
  const app = new Hono<ApiEnv>();
  const sceneOf = createScenes(deps);

  app.get('/:token', async (c) => {
    const scene = await sceneOf(c);
    return scene === undefined ? brokenPage(c) : showChoices({ ...scene, isSaved: false });
  });

  app.post('/:token', async (c) => {
    const scene = await sceneOf(c);
    if (scene === undefined) return brokenPage(c);
    const { link, locale, settings, texts } = scene;
    const { tenant, profileId } = link;
    const { ticked, changes } = await readChanges(scene);
    const now = deps.clock.now(tenant);
    try {
      const events = changes.map((change) => linkEvent({ ...change, now, profileId }));
      if (events.length > 0) await deps.accept({ tenant, events });
    } catch (thrown) {
      deps.log.error({ tenant, error: messageOf(thrown) }, 'A choice could not be stored.');
      const children = <p role="alert">{texts.laterText}</p>;
      return showPage({ c, status: 503, locale, settings, title: texts.laterTitle, children });
    }
    const choices = scene.choices.map((choice) => ({ ...choice, isOn: ticked.has(choice.name) }));
    return showChoices({ ...scene, choices, isSaved: true });
  });
  return app;
};
