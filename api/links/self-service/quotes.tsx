import type { LinkDeps } from '../deps.ts';
import { showSelf } from './frame.tsx';
import { moneyText } from './orders.tsx';
import { type OpenScene, wordFor } from './scene.ts';

const dayOf = (locale: string, day: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));

const quotesPage = async (deps: LinkDeps, scene: OpenScene) => {
  const { texts, locale } = scene;
  const quotes = await deps.selfService.quotes(scene.who);
  const children = (
    <>
      {quotes.length === 0 ? <p>{texts.nothing}</p> : null}
      <ul>
        {quotes.map(({ number, subject, total, validUntil, state, url }) => (
          <li>
            <a href={url}>
              {number}
              {subject === undefined ? '' : ` ${subject}`}
            </a>
            <small>
              {moneyText(locale, total)} · {wordFor(texts, state)}
              {validUntil === undefined ? '' : ` · ${texts.quotes.until(dayOf(locale, validUntil))}`}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
  return showSelf(scene, { title: texts.pages.quotes, children });
};

/** My quotes, each with the page on which it is accepted. */
export const quotesPages = (deps: LinkDeps) => ({
  show: (scene: OpenScene) => quotesPage(deps, scene),
  act: (scene: OpenScene) => quotesPage(deps, scene),
});
