import type { Context, Hono } from 'hono';
import { createLinks, type TopicLink } from '../../domain/messages/links/links.ts';
import type { ApiEnv } from '../http/env.ts';
import type { PublicSettings } from '../ports/pages.ts';
import type { LinkDeps } from './deps.ts';
import { linkEvent } from './link-event.ts';
import { showPage } from './page.tsx';
import { linkOf, readerOf, signedPage } from './signed-page.tsx';
import { localised, type PageTexts } from './texts.ts';
import { evidenceContext, visitorOf } from './visitor.ts';

/** What every page about one link of one person shows. */
type Scene = {
  readonly c: Context<ApiEnv>;
  readonly link: TopicLink;
  readonly tenant: string;
  readonly settings: PublicSettings;
  readonly locale: 'en' | 'es';
  readonly texts: PageTexts;
  /** What the topic is called; undefined when the link is about everything. */
  readonly topic: string | undefined;
  readonly preferencesUrl: string;
};

const wholeChannel = '*';

const createScenes =
  (deps: LinkDeps) =>
  async (c: Context<ApiEnv>): Promise<Scene | undefined> => {
    // No age limit: anyone who finds an old mail may still say no.
    const link = linkOf({ deps, c, kind: 'unsubscribe' });
    if (link === undefined) return undefined;
    const settings = await deps.pages.settings(link.tenant);
    if (settings === undefined) return undefined;
    const person = await deps.pages.person(link);
    const { locale, chain, texts } = readerOf({ c, settings, person });
    const named = Object.hasOwn(settings.topics, link.topic) ? settings.topics[link.topic] : undefined;
    const topic = named === undefined ? undefined : localised({ text: named.name, chain });
    const links = createLinks(deps);
    const { tenant } = link;
    return { c, link, tenant, settings, locale, texts, topic, preferencesUrl: links.preferences(link) };
  };

const askPage = (scene: Scene) => {
  const { c, texts, locale, settings, topic, preferencesUrl } = scene;
  const children = (
    <>
      <p>{topic === undefined ? texts.unsubscribeAskAll : texts.unsubscribeAsk(topic)}</p>
      <form method="post">
        {topic === undefined ? null : (
          <button class="main" name="scope" value="topic">
            {texts.unsubscribeTopic(topic)}
          </button>
        )}
        <button class={topic === undefined ? 'main' : 'plain'} name="scope" value="all">
          {texts.unsubscribeAll}
        </button>
      </form>
      <p>
        <a href={preferencesUrl}>{texts.choose}</a>
      </p>
    </>
  );
  return showPage({ c, locale, settings, title: texts.unsubscribeTitle, children });
};

const donePage = (scene: Scene & { readonly isAll: boolean }) => {
  const { c, texts, locale, settings, topic, preferencesUrl, isAll } = scene;
  const said = isAll || topic === undefined ? texts.unsubscribedAll : texts.unsubscribedTopic(topic);
  const children = (
    <>
      <p class="done" role="status">
        {said}
      </p>
      <p>{texts.stillService}</p>
      <p>
        <a href={preferencesUrl}>{texts.choose}</a>
      </p>
    </>
  );
  return showPage({ c, locale, settings, title: texts.unsubscribedTitle, children });
};

/**
 * `/u/:token`: GET asks and changes nothing, since mail scanners follow every link; POST unsubscribes, be it the
 * button of the page or the one click of a mail program (RFC 8058), at once and as often as it is sent.
 */
export const unsubscribeRoutes = (deps: LinkDeps): Hono<ApiEnv> =>
  signedPage({
    deps,
    sceneOf: createScenes(deps),
    look: askPage,
    act: async (scene, fields) => {
      const { c, link, tenant, topic } = scene;
      const isAll = fields.get('scope')?.includes('all') === true || topic === undefined;
      const properties = {
        channel: link.channel,
        topic: isAll ? wholeChannel : link.topic,
        message_id: link.messageId,
        source: fields.has('List-Unsubscribe') ? 'one-click' : 'link',
      };
      const { profileId } = link;
      const now = deps.clock.now(tenant);
      const context = evidenceContext(visitorOf({ c, clientAddress: deps.clientAddress }));
      const event = linkEvent({ name: 'Unsubscribed', properties, now, profileId, context });
      await deps.accept({ tenant, events: [event] });
      return donePage({ ...scene, isAll });
    },
    lost: 'An unsubscription could not be stored.',
  });
