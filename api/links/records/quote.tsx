import type { Context, Hono } from 'hono';
import { fromMinor } from '../../../domain/money.ts';
import type { ApiEnv } from '../../http/env.ts';
import type { PublicSettings } from '../../ports/pages.ts';
import type { Amount, QuoteAnswer, QuoteView } from '../../ports/quotes.ts';
import { linkAgeSeconds } from '../click.ts';
import type { LinkDeps } from '../deps.ts';
import type { Fields } from '../form.ts';
import { linkEvent } from '../link-event.ts';
import { isMachine } from '../machine.ts';
import { brokenPage, showPage } from '../page.tsx';
import { quoteTexts, type QuoteTexts } from './quote-texts.ts';
import { createRecord } from '../record.ts';
import { linkOf, readerOf, signedPage } from '../signed-page.tsx';
import { visitorOf } from '../visitor.ts';

type Scene = {
  readonly c: Context<ApiEnv>;
  readonly tenant: string;
  /** Whom the link was made for; empty for nobody. */
  readonly profileId: string;
  readonly quote: QuoteView;
  readonly settings: PublicSettings;
  readonly locale: 'en' | 'es';
  readonly texts: QuoteTexts;
};

const createScenes =
  (deps: LinkDeps) =>
  async (c: Context<ApiEnv>): Promise<Scene | undefined> => {
    const link = linkOf({ deps, c, kind: 'quote', maxAgeSeconds: linkAgeSeconds });
    if (link === undefined) return undefined;
    const { tenant, messageId: id, profileId } = link;
    const [settings, quote] = await Promise.all([
      deps.pages.settings(tenant),
      deps.quotePages.show({ tenant, id, profileId }),
    ]);
    if (settings === undefined || quote === undefined) return undefined;
    const about = quote.profileId;
    const person = about === undefined ? undefined : await deps.pages.person({ tenant, profileId: about });
    const { locale } = readerOf({ c, settings, person });
    return { c, tenant, profileId, quote, settings, locale, texts: quoteTexts(locale) };
  };

const moneyText = (locale: string, amount: Amount | undefined): string =>
  amount === undefined
    ? ''
    : new Intl.NumberFormat(locale, { style: 'currency', currency: amount.currency }).format(
        fromMinor(amount),
      );

const numberText = (locale: string, value: number): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 10 }).format(value);

const dayText = (locale: string, day: string | undefined): string =>
  day === undefined
    ? ''
    : new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));

const Lines = ({ quote, locale, texts }: Scene) => {
  const money = (amount: Amount | undefined) => moneyText(locale, amount);
  const sums = [
    { name: texts.net, amount: quote.net },
    ...quote.taxes.map(({ percent, tax }) => ({ name: texts.tax(numberText(locale, percent)), amount: tax })),
    { name: texts.total, amount: quote.total },
  ];
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{texts.what}</th>
          <th scope="col">{texts.quantity}</th>
          <th scope="col">{texts.price}</th>
          <th scope="col">{texts.discount}</th>
          <th scope="col">{texts.amount}</th>
        </tr>
      </thead>
      <tbody>
        {quote.lines.map((line) => (
          <tr>
            <td>{line.text}</td>
            <td>{numberText(locale, line.quantity)}</td>
            <td>{money(line.price)}</td>
            <td>{money(line.discount)}</td>
            <td>{money(line.net)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        {sums.map(({ name, amount }) => (
          <tr>
            <th scope="row" colspan={4}>
              {name}
            </th>
            <td>{money(amount)}</td>
          </tr>
        ))}
      </tfoot>
    </table>
  );
};

const Answer = ({ texts, isNameMissing }: { texts: QuoteTexts; isNameMissing: boolean }) => (
  <>
    {isNameMissing ? <p role="alert">{texts.needsName}</p> : null}
    <form method="post">
      <label>
        {texts.name} <input name="name" maxlength={200} autocomplete="name" />
      </label>
      <button class="main" name="do" value="accept">
        {texts.accept}
      </button>
    </form>
    <form method="post">
      <label>
        {texts.reason} <input name="reason" maxlength={1000} />
      </label>
      <button class="plain" name="do" value="refuse">
        {texts.refuse}
      </button>
    </form>
  </>
);

const quotePage = (scene: Scene, isNameMissing = false) => {
  const { c, quote, settings, locale, texts } = scene;
  const { state } = quote;
  const children = (
    <>
      {quote.subject === undefined ? null : <p>{quote.subject}</p>}
      <p>
        {texts.version(quote.version)}
        <br />
        {texts.issued}: {dayText(locale, quote.issuedOn)}
        <br />
        {texts.until}: {dayText(locale, quote.validUntil)}
      </p>
      <Lines {...scene} />
      {quote.terms === undefined ? null : (
        <section>
          <h2>{texts.terms}</h2>
          <p class="terms">{quote.terms}</p>
        </section>
      )}
      {state === 'open' ? (
        <Answer texts={texts} isNameMissing={isNameMissing} />
      ) : (
        <p class="done" role="status">
          {texts.states[state]}
        </p>
      )}
      <p class="screen">{texts.print}</p>
    </>
  );
  const status = isNameMissing ? 400 : 200;
  return showPage({ c, status, locale, settings, title: texts.title(quote.number), children });
};

const shorter = (text: string | undefined, most: number): string | undefined => {
  const trimmed = text?.replaceAll(/\s+/g, ' ').trim().slice(0, most) ?? '';
  return trimmed === '' ? undefined : trimmed;
};

const answerIn = (fields: Fields): QuoteAnswer | 'no name' | undefined => {
  const said = fields.get('do')?.[0];
  if (said === 'refuse') return { answer: 'refused', reason: shorter(fields.get('reason')?.[0], 1000) };
  if (said !== 'accept') return undefined;
  const signedBy = shorter(fields.get('name')?.[0], 200);
  return signedBy === undefined ? 'no name' : { answer: 'accepted', signedBy };
};

const hour = 3_600_000;

/** A view by a person, once an hour: mail programs look at links too, and people come back. */
const viewedEvent = (scene: Scene, now: number) => {
  const { quote } = scene;
  const { id, number, version, profileId = '' } = quote;
  const event = linkEvent({
    name: 'Quote Viewed',
    properties: { quote: id, number, version },
    now,
    profileId,
  });
  return { ...event, messageId: `quote-viewed:${id}:${Math.floor(now / hour)}` };
};

/**
 * `/q/:token`: the page of a quote, which can be printed. GET shows it; POST accepts or refuses it, while it is open. Whatever is
 * no valid link of ours gets the page of broken links.
 */
export const quoteRoutes = (deps: LinkDeps): Hono<ApiEnv> => {
  const record = createRecord(deps);
  return signedPage({
    deps,
    sceneOf: createScenes(deps),
    look: async (scene) => {
      const { c, tenant, quote } = scene;
      const isPerson = !isMachine(visitorOf({ c, clientAddress: deps.clientAddress }));
      if (isPerson && quote.profileId !== undefined)
        await record({ tenant, event: viewedEvent(scene, deps.clock.now(tenant)) });
      return quotePage(scene);
    },
    act: async (scene, fields) => {
      const { c, tenant, quote, profileId } = scene;
      const said = answerIn(fields);
      if (said === undefined) return quotePage(scene);
      if (said === 'no name') return quotePage(scene, quote.state === 'open');
      const answered = await deps.quotePages.answer({ tenant, id: quote.id, profileId, ...said });
      return answered === undefined ? brokenPage(c) : quotePage({ ...scene, quote: answered });
    },
    lost: 'An answer to a quote could not be stored.',
  });
};
