import type { Context, Hono } from 'hono';
import { messageOf } from '../../domain/errors.ts';
import { type AcceptedEvent, eventIdOf } from '../../domain/events/event.ts';
import { hashId } from '../../domain/hash.ts';
import { type JsonObject, own } from '../../domain/json.ts';
import { confirmationSource } from '../../domain/profiles/identities/identity-times.ts';
import type { Subscription } from '../../domain/profiles/subscription.ts';
import type { ApiEnv } from '../http/env.ts';
import type { PublicSettings } from '../ports/pages.ts';
import type { LinkDeps } from './deps.ts';
import { formTexts } from './forms/form-texts.ts';
import { linkEvent } from './link-event.ts';
import { showPage } from './page.tsx';
import { linkOf, signedPage } from './signed-page.tsx';
import { localised, pageTexts, type PageTexts } from './texts.ts';
import { evidenceContext, visitorOf } from './visitor.ts';

/** Who does not confirm within a week does not mean it. */
const linkAgeSeconds = 7 * 86_400;

const leadCaptured = 'Lead Captured';

type Scene = {
  readonly c: Context<ApiEnv>;
  readonly tenant: string;
  readonly id: string;
  readonly asked: Subscription;
  readonly settings: PublicSettings;
  readonly locale: 'en' | 'es';
  readonly chain: readonly string[];
  readonly texts: PageTexts;
  readonly what: string;
};

const createScenes =
  (deps: LinkDeps) =>
  async (c: Context<ApiEnv>): Promise<Scene | undefined> => {
    const link = linkOf({ deps, c, kind: 'confirm', maxAgeSeconds: linkAgeSeconds });
    if (link === undefined) return undefined;
    const { tenant, messageId: id } = link;
    const [settings, asked] = await Promise.all([
      deps.pages.settings(tenant),
      deps.pages.subscription({ tenant, id }),
    ]);
    if (settings === undefined || asked === undefined) return undefined;
    const { locale, chain, texts } = pageTexts({
      asked: c.req.query('lang') ?? asked.locale,
      acceptLanguage: c.req.header('accept-language'),
      fallback: settings.defaultLocale,
    });
    const named = own(settings.topics, asked.topic);
    const what = named === undefined ? settings.name : localised({ text: named.name, chain });
    return { c, tenant, id, asked, settings, locale, chain, texts, what };
  };

/** Who confirms a form is a lead, with what was answered in it. */
const leadOf = (input: { form: NonNullable<Subscription['form']>; now: number; context: JsonObject }) => {
  const { form, now, context } = input;
  return linkEvent({ name: leadCaptured, now, context, properties: { ...form.answers, form: form.key } });
};

/** What a form asked and was answered: anyone who wrote it may be somebody else, so the owner of the address sees it. */
const Answers = ({ scene }: { scene: Scene }) => {
  const { asked, settings, locale, chain } = scene;
  const fields = own(settings.forms ?? {}, asked.form?.key ?? '')?.fields ?? [];
  const shown = fields.flatMap(({ name, label }) => {
    const answer = own(asked.form?.answers ?? {}, name);
    return answer === undefined ? [] : [{ label: localised({ text: label, chain }), answer }];
  });
  if (shown.length === 0) return null;
  const { answers, yes } = formTexts(locale);
  return (
    <>
      <h2>{answers}</h2>
      <dl>
        {shown.map(({ label, answer }) => (
          <>
            <dt>{label}</dt>
            <dd>{answer === true ? yes : answer}</dd>
          </>
        ))}
      </dl>
    </>
  );
};

/**
 * What a confirmation says: whose address it is, and the yes with its evidence. About the address alone: the person who asked
 * may be somebody else. The same click gives the same events.
 */
const eventsOf = (scene: Scene, now: number, context: JsonObject): readonly AcceptedEvent[] => {
  const { id, asked, texts, locale, what } = scene;
  const { form } = asked;
  const text = texts.confirmAsk(what);
  const externalIds = [{ kind: asked.channel, value: asked.address }];
  const yes = linkEvent({
    name: 'Consent Granted',
    now,
    context,
    properties: {
      channel: asked.channel,
      topic: asked.topic,
      source: 'double-opt-in',
      confirmed: true,
      locale,
      text,
      textVersion: hashId('consent-text', locale, text),
      request_id: id,
      requested_at: asked.at,
    },
  });
  const who = linkEvent({ name: 'identify', now, properties: {} });
  return [
    {
      ...who,
      messageId: `confirm-who:${id}`,
      source: confirmationSource,
      type: 'identify',
      externalIds,
      traits: { ...form?.answers, [asked.channel]: asked.address },
    },
    { ...yes, messageId: `confirm:${id}`, externalIds },
    ...(form === undefined
      ? []
      : [{ ...leadOf({ form, now, context }), messageId: `lead:${id}`, externalIds }]),
  ];
};

/** Counts the lead of a form once, however often the button is pressed. */
const noteLead = async (input: {
  deps: LinkDeps;
  scene: Scene;
  events: readonly AcceptedEvent[];
  duplicates: ReadonlySet<string>;
}): Promise<void> => {
  const { deps, scene, events, duplicates } = input;
  const { tenant, asked } = scene;
  const lead = events.find(({ name }) => name === leadCaptured);
  if (asked.form === undefined || lead === undefined || duplicates.has(eventIdOf(lead))) return;
  await deps.noteForm({ tenant, form: asked.form.key, result: 'confirmed' }).catch((thrown: unknown) => {
    deps.log.error({ tenant, error: messageOf(thrown) }, 'What came of a form could not be counted.');
  });
};

/** `/y/:token`: confirmed opt-in. A look (mail programs follow links) asks; only a click on the page says yes. */
export const confirmRoutes = (deps: LinkDeps): Hono<ApiEnv> =>
  signedPage({
    deps,
    sceneOf: createScenes(deps),
    look: (scene) => {
      const { c, locale, settings, texts, what } = scene;
      const children = (
        <>
          <p>{texts.confirmAsk(what)}</p>
          <Answers scene={scene} />
          <form method="post">
            <button class="main">{texts.confirmYes}</button>
          </form>
        </>
      );
      return showPage({ c, locale, settings, title: texts.confirmTitle, children });
    },
    act: async (scene) => {
      const { c, tenant, locale, settings, texts, what } = scene;
      const context = evidenceContext(visitorOf({ c, clientAddress: deps.clientAddress }));
      const events = eventsOf(scene, deps.clock.now(tenant), context);
      const { duplicates } = await deps.accept({ tenant, events });
      await noteLead({ deps, scene, events, duplicates });
      const children = (
        <p class="done" role="status">
          {texts.confirmed(what)}
        </p>
      );
      return showPage({ c, locale, settings, title: texts.confirmedTitle, children });
    },
    lost: 'A confirmation could not be stored.',
  });
