import type { Context, Hono } from 'hono';
import type { TopicLink } from '../../domain/messages/links/links.ts';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import type { JsonObject } from '../../domain/json.ts';
import { isPrivacyAsk } from '../../domain/messages/privacy-mail.ts';
import type { ApiEnv } from '../http/env.ts';
import type { PersonWishes, PublicSettings } from '../ports/pages.ts';
import { type Change, changesOf, type Choice, choicesOf, withdrawAll } from './choices.ts';
import type { LinkDeps } from './deps.ts';
import type { Fields } from './form.ts';
import { linkEvent } from './link-event.ts';
import { showPage } from './page.tsx';
import { linkOf, readerOf, signedPage } from './signed-page.tsx';
import { channelName, type PageTexts } from './texts.ts';
import { evidenceContext, visitorOf } from './visitor.ts';
import { Pause, WishFields, wishesOf } from './wishes.tsx';

type Scene = {
  readonly c: Context<ApiEnv>;
  readonly link: TopicLink;
  readonly tenant: string;
  readonly settings: PublicSettings;
  readonly locale: 'en' | 'es';
  readonly chain: readonly string[];
  readonly texts: PageTexts;
  readonly choices: readonly Choice[];
  readonly person: PersonWishes;
};

const createScenes =
  (deps: LinkDeps) =>
  async (c: Context<ApiEnv>): Promise<Scene | undefined> => {
    const link = linkOf({ deps, c, kind: 'preferences' });
    if (link === undefined) return undefined;
    const [settings, person] = await Promise.all([deps.pages.settings(link.tenant), deps.pages.person(link)]);
    if (settings === undefined || person === undefined) return undefined;
    const reader = readerOf({ c, settings, person });
    const now = deps.clock.now(link.tenant);
    const choices = choicesOf({ ...reader, settings, consents: person.consents, now });
    return { c, link, tenant: link.tenant, settings, choices, person, ...reader };
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

type Shown = Scene & { readonly isSaved: boolean; readonly isAsked?: boolean };

const showChoices = (scene: Shown) => {
  const { c, settings, locale, texts, choices, person, isSaved } = scene;
  const channels = settings.channels.filter((channel) =>
    choices.some((choice) => choice.channel === channel),
  );
  const children = (
    <>
      {scene.isAsked === true ? (
        <p class="done" role="status">
          {texts.askedByMail}
        </p>
      ) : null}
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
        <WishFields {...{ locale, texts, settings, person }} />
        <button class="main" name="do" value="save">
          {texts.save}
        </button>
        <Pause {...{ locale, texts, person }} />
        <button class="plain" name="do" value="leave">
          {texts.leaveAll}
        </button>
        <h2>{texts.yourData}</h2>
        <button class="plain" name="do" value="data">
          {texts.askData}
        </button>
        <button class="plain" name="do" value="erasure">
          {texts.askErasure}
        </button>
      </form>
    </>
  );
  return showPage({ c, locale, settings, title: texts.preferencesTitle, children });
};

type Changes = { readonly ticked: ReadonlySet<string>; readonly changes: readonly Change[] };

const readChanges = (scene: Scene, fields: Fields): Changes => {
  const { link, settings, texts } = scene;
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

/** What they told of themselves, as any word of the person about their traits. */
const wishEvent = (input: { traits: JsonObject; now: number; profileId: string }): AcceptedEvent => {
  const { traits, ...about } = input;
  return {
    ...linkEvent({ ...about, name: 'identify', properties: {} }),
    type: 'identify',
    traits,
    source: 'preference-centre',
  };
};

/** `/p/:token`: what a person wants to hear about, and by which way; no account and no password needed. */
export const preferenceRoutes = (deps: LinkDeps): Hono<ApiEnv> =>
  signedPage({
    deps,
    sceneOf: createScenes(deps),
    look: (scene) => showChoices({ ...scene, isSaved: false }),
    act: async (scene, fields) => {
      const { c, link, tenant, settings } = scene;
      const { profileId } = link;
      const { ticked, changes } = readChanges(scene, fields);
      const now = deps.clock.now(tenant);
      const what = fields.get('do')?.find(isPrivacyAsk);
      const { traits, person } = wishesOf({ fields, settings, person: scene.person, now });
      const context = evidenceContext(visitorOf({ c, clientAddress: deps.clientAddress }));
      const said = changes.map((change) => linkEvent({ ...change, now, profileId, context }));
      const wished = Object.keys(traits).length === 0 ? [] : [wishEvent({ traits, now, profileId })];
      const asked =
        what === undefined
          ? []
          : [linkEvent({ name: ownNames.privacy, properties: { what }, now, profileId })];
      const events = [...said, ...wished, ...asked];
      if (events.length > 0) await deps.accept({ tenant, events });
      const choices = scene.choices.map((choice) => ({ ...choice, isOn: ticked.has(choice.name) }));
      const isAsked = what !== undefined;
      return showChoices({ ...scene, choices, person, isSaved: !isAsked, isAsked });
    },
    lost: 'A choice could not be stored.',
  });
