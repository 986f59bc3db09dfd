import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { messageOf } from '../../../domain/errors.ts';
import { subscriptionRequested } from '../../../domain/events/public-names.ts';
import { readAnswers, type ReadForm } from '../../../domain/forms/read-answers.ts';
import { own } from '../../../domain/json.ts';
import { readToken } from '../../../domain/messages/links/links.ts';
import { limitedAs } from '../../http/client-address.ts';
import type { ApiEnv } from '../../http/env.ts';
import { createRateLimiter, type RateLimit } from '../../http/rate-limit.ts';
import type { FormResult } from '../../ports/form-counts.ts';
import type { PublicSettings } from '../../ports/pages.ts';
import type { LinkDeps } from '../deps.ts';
import { type Fields, readForm } from '../form.ts';
import { linkEvent } from '../link-event.ts';
import { brokenPage, showPage } from '../page.tsx';
import { localised, pageTexts } from '../texts.ts';
import { evidenceContext, visitorOf } from '../visitor.ts';
import { formTexts } from './form-texts.ts';
import { type FormScene, FormView } from './form-view.tsx';

/** What the pages of forms are handed. */
export type FormDeps = LinkDeps & {
  /** Forms that are sent in, by client address: each may bring somebody a mail. */
  readonly rateLimit: RateLimit;
};

type Found = { readonly tenant: string; readonly key: string; readonly settings: PublicSettings };
type Scene = FormScene & Found & { readonly c: Context<ApiEnv>; readonly language: 'en' | 'es' };

const findForm = async (deps: FormDeps, c: Context<ApiEnv>): Promise<Found | undefined> => {
  const link = readToken({ token: c.req.param('token') ?? '', kind: 'form', keys: deps.keys });
  if (link === undefined) return undefined;
  const { tenant, messageId: key } = link;
  const settings = await deps.pages.settings(tenant);
  return settings === undefined ? undefined : { tenant, key, settings };
};

const sceneOf = (input: {
  c: Context<ApiEnv>;
  found: Found;
  asked?: string | undefined;
}): Scene | undefined => {
  const { c, found } = input;
  const { settings, key } = found;
  const form = own(settings.forms ?? {}, key);
  if (form === undefined) return undefined;
  const { locale: language, chain } = pageTexts({
    asked: input.asked ?? c.req.query('lang'),
    acceptLanguage: c.req.header('accept-language'),
    fallback: settings.defaultLocale,
  });
  const topic = own(settings.topics, form.topic);
  const what = topic === undefined ? settings.name : localised({ text: topic.name, chain });
  return { ...found, c, form, language, chain, texts: formTexts(language), topic: what };
};

const formPage = (scene: Scene) => {
  const { c, form, settings, language, chain, texts, wrong } = scene;
  const children = (
    <>
      {form.text === undefined ? null : <p>{localised({ text: form.text, chain })}</p>}
      {wrong === undefined ? null : <p role="alert">{texts.wrong}</p>}
      <FormView {...scene} />
    </>
  );
  const title = localised({ text: form.title, chain });
  return showPage({
    c,
    status: wrong === undefined ? 200 : 400,
    locale: language,
    settings,
    title,
    children,
  });
};

const sentPage = ({ c, form, settings, language, chain, texts }: Scene) => {
  if (form.then !== undefined) return c.redirect(form.then, 303);
  const said = form.thanks === undefined ? texts.sent : localised({ text: form.thanks, chain });
  const children = (
    <p class="done" role="status">
      {said}
    </p>
  );
  return showPage({ c, locale: language, settings, title: texts.sentTitle, children });
};

/** The wish to subscribe, with the answers. It is about nobody until the owner of the address confirms it. */
const eventOf = (input: { scene: Scene; read: Extract<ReadForm, { kind: 'answers' }>; deps: FormDeps }) => {
  const { scene, read, deps } = input;
  const { c, tenant, key, form, chain } = scene;
  const { email, answers } = read;
  return linkEvent({
    name: subscriptionRequested,
    now: deps.clock.now(tenant),
    anonymousId: `form:${randomUUID()}`,
    context: evidenceContext(visitorOf({ c, clientAddress: deps.clientAddress })),
    properties: { email, topic: form.topic, locale: chain[0] ?? scene.language, form: key, answers },
  });
};

const laterPage = ({ c, settings, language, texts }: Scene) => {
  const children = <p role="alert">{texts.later}</p>;
  return showPage({ c, status: 503, locale: language, settings, title: texts.laterTitle, children });
};

const tooManyPage = ({ c, settings, language, texts }: Scene, retryAfterMs: number) => {
  c.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
  const children = <p role="alert">{texts.tooMany}</p>;
  return showPage({ c, status: 429, locale: language, settings, title: texts.tooManyTitle, children });
};

/** Counts what came of a form. A count that cannot be kept is no reason to refuse somebody. */
const note = async (deps: FormDeps, { tenant, key }: Found, result: FormResult): Promise<void> => {
  try {
    await deps.noteForm({ tenant, form: key, result });
  } catch (thrown) {
    deps.log.error({ tenant, error: messageOf(thrown) }, 'What came of a form could not be counted.');
  }
};

const take = async (deps: FormDeps, scene: Scene, given: Fields): Promise<Response> => {
  const read = readAnswers({ form: scene.form, given });
  const results = { robot: 'trapped', wrong: 'invalid' } as const;
  if (read.kind !== 'answers') await note(deps, scene, results[read.kind]);
  // A program is told what people are told, and nothing comes of it.
  if (read.kind === 'robot') return sentPage(scene);
  if (read.kind === 'wrong') return formPage({ ...scene, given, wrong: read.fields });
  try {
    await deps.accept({ tenant: scene.tenant, events: [eventOf({ scene, read, deps })] });
  } catch (thrown) {
    deps.log.error({ tenant: scene.tenant, error: messageOf(thrown) }, 'A form could not be stored.');
    return laterPage(scene);
  }
  await note(deps, scene, 'sent');
  return sentPage(scene);
};

/** `/f/:token`: a form of the workspace. GET shows it; POST takes it, from our page or one of the shop's. */
export const formRoutes = (deps: FormDeps): Hono<ApiEnv> => {
  const app = new Hono<ApiEnv>();
  const limiter = createRateLimiter({ ...deps.rateLimit, systemTime: deps.clock.systemTime });

  app.get('/:token', async (c) => {
    const found = await findForm(deps, c);
    const scene = found === undefined ? undefined : sceneOf({ c, found });
    return scene === undefined ? brokenPage(c) : formPage(scene);
  });

  app.post('/:token', async (c) => {
    const found = await findForm(deps, c);
    const early = found === undefined ? undefined : sceneOf({ c, found });
    if (found === undefined || early === undefined) return brokenPage(c);
    const { ok, retryAfterMs } = limiter.take(limitedAs(deps.clientAddress(c)));
    if (!ok) {
      await note(deps, found, 'limited');
      return tooManyPage(early, retryAfterMs);
    }
    const given = await readForm(c);
    return take(deps, sceneOf({ c, found, asked: given.get('lang')?.[0] }) ?? early, given);
  });
  return app;
};
