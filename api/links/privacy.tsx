import type { Context, Hono } from 'hono';

import { isPrivacyAsk, type PrivacyAsk } from '../../domain/messages/privacy-mail.ts';
import type { ApiEnv } from '../http/env.ts';
import type { PersonDataRow, PublicSettings } from '../ports/pages.ts';
import type { LinkDeps } from './deps.ts';
import { linkEvent } from './link-event.ts';
import { brokenPage, showPage } from './page.tsx';
import { linkOf, readerOf, signedPage } from './signed-page.tsx';
import type { PageTexts } from './texts.ts';

/** A link to one's data works for a day: who gets the mail later asks again. */
const linkAgeSeconds = 86_400;

type Scene = {
  readonly c: Context<ApiEnv>;
  readonly tenant: string;
  readonly profileId: string;
  /** The id of the event that asked. */
  readonly asked: string;
  readonly what: PrivacyAsk;
  readonly settings: PublicSettings;
  readonly locale: 'en' | 'es';
  readonly texts: PageTexts;
};

const createScenes =
  (deps: LinkDeps) =>
  async (c: Context<ApiEnv>): Promise<Scene | undefined> => {
    const link = linkOf({ deps, c, kind: 'privacy', maxAgeSeconds: linkAgeSeconds });
    if (link === undefined || !isPrivacyAsk(link.topic)) return undefined;
    const [settings, person] = await Promise.all([deps.pages.settings(link.tenant), deps.pages.person(link)]);
    if (settings === undefined || person === undefined) return undefined;
    const { locale, texts } = readerOf({ c, settings, person });
    const { tenant, profileId, messageId: asked, topic: what } = link;
    return { c, tenant, profileId, asked, what, settings, locale, texts };
  };

const askPage = (scene: Scene) => {
  const { c, locale, settings, texts, what } = scene;
  const { title, ask, yes } = texts.privacy[what];
  const children = (
    <>
      <p>{ask}</p>
      <form method="post">
        <button class="main">{yes}</button>
      </form>
    </>
  );
  return showPage({ c, locale, settings, title, children });
};

/** What a collection keeps of the person. */
export const Section = (props: { name: string; rows: readonly PersonDataRow[] }) => (
  <section>
    <h2>{props.name}</h2>
    {props.rows.map(({ row }) => (
      <table>
        <tbody>
          {Object.entries(row).map(([field, value]) => (
            <tr>
              <th scope="row">{field}</th>
              <td>{typeof value === 'string' ? value : JSON.stringify(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    ))}
  </section>
);

const dataPage = (scene: Scene & { rows: readonly PersonDataRow[]; isAll: boolean }) => {
  const { c, locale, settings, texts, rows, isAll } = scene;
  const names = [...new Set(rows.map(({ collection }) => collection))];
  const children = (
    <>
      <p>{isAll ? texts.privacy.data.all : texts.privacy.data.part}</p>
      {names.map((name) => (
        <Section name={name} rows={rows.filter(({ collection }) => collection === name)} />
      ))}
    </>
  );
  return showPage({ c, locale, settings, title: texts.privacy.data.title, children });
};

/**
 * `/d/:token`: what a person asked for about their data, from the mail that only they get. A look (mail programs follow
 * links) shows nothing of them and changes nothing; the button shows their data, or has them erased.
 */
export const privacyRequestRoutes = (deps: LinkDeps): Hono<ApiEnv> =>
  signedPage({
    deps,
    sceneOf: createScenes(deps),
    look: askPage,
    act: async (scene) => {
      const { c, tenant, profileId, asked, what, locale, settings, texts } = scene;
      const now = deps.clock.now(tenant);
      if (what === 'data') {
        const data = await deps.pages.personData({ tenant, profileId });
        if (data === undefined) return brokenPage(c);
        // More than a page can hold, the team answers, within the time the law gives.
        if (!data.isAll) {
          const ask = linkEvent({ name: 'Privacy Export Requested', properties: {}, now, profileId });
          await deps.accept({ tenant, events: [{ ...ask, messageId: `privacy-data:${asked}` }] });
        }
        return dataPage({ ...scene, ...data });
      }
      const erase = linkEvent({ name: 'Privacy Erase Requested', properties: {}, now, profileId });
      await deps.accept({ tenant, events: [{ ...erase, messageId: `privacy-erasure:${asked}` }] });
      const children = (
        <p class="done" role="status">
          {texts.privacy.erasure.done}
        </p>
      );
      return showPage({ c, locale, settings, title: texts.privacy.erasure.doneTitle, children });
    },
    lost: 'What a person asked for about their data could not be stored.',
  });
