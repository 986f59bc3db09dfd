import type { Context, Hono } from 'hono';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { hashId } from '../../domain/hash.ts';
import { own } from '../../domain/json.ts';
import type { SurveyLink } from '../../domain/messages/links/links.ts';
import { commentMax, scoresOf, type Survey, surveyAnswered } from '../../domain/service/survey.ts';
import type { ApiEnv } from '../http/env.ts';
import type { PublicSettings } from '../ports/pages.ts';
import type { LinkDeps } from './deps.ts';
import { linkEvent } from './link-event.ts';
import { showPage } from './page.tsx';
import { linkOf, readerOf, signedPage } from './signed-page.tsx';
import { localised, type PageTexts } from './texts.ts';

/** An answer after half a year says nothing about what was asked. */
const linkAgeSeconds = 183 * 86_400;

type Scene = {
  readonly c: Context<ApiEnv>;
  readonly link: SurveyLink;
  readonly tenant: string;
  readonly survey: Survey;
  readonly settings: PublicSettings;
  readonly locale: 'en' | 'es';
  readonly chain: readonly string[];
  readonly texts: PageTexts;
  /** What is asked. */
  readonly title: string;
};

const createScenes =
  (deps: LinkDeps) =>
  async (c: Context<ApiEnv>): Promise<Scene | undefined> => {
    const link = linkOf({ deps, c, kind: 'survey', maxAgeSeconds: linkAgeSeconds });
    if (link === undefined) return undefined;
    const { tenant, profileId } = link;
    const [settings, person] = await Promise.all([
      deps.pages.settings(tenant),
      deps.pages.person({ tenant, profileId }),
    ]);
    const survey = own(settings?.surveys ?? {}, link.survey);
    if (settings === undefined || survey === undefined || person === undefined) return undefined;
    const { locale, chain, texts } = readerOf({ c, settings, person });
    const title = localised({ text: survey.question, chain });
    return { c, link, tenant, survey, settings, locale, chain, texts, title };
  };

/** A score of the survey as it stands in an address or a form; undefined for anything else. */
const scoreIn = (survey: Survey, text: string | undefined): number | undefined =>
  scoresOf(survey.method).find((score) => String(score) === text);

const Scores = (input: { scene: Scene; chosen: number | undefined }) => {
  const { survey, texts } = input.scene;
  const scores = scoresOf(survey.method);
  const most = scores.at(-1);
  if (most === undefined) return null;
  return (
    <fieldset>
      <legend>{texts.surveyScores}</legend>
      <p>{survey.method === 'nps' ? texts.surveyNps : texts.surveyCsat}</p>
      {scores.map((score) => (
        <label>
          <input type="radio" name="score" value={String(score)} checked={score === input.chosen} />{' '}
          {texts.surveyScore(score, most)}
        </label>
      ))}
    </fieldset>
  );
};

const ask = (input: { scene: Scene; chosen: number | undefined; status?: 400; says?: string }) => {
  const { scene, chosen, status, says } = input;
  const { c, settings, locale, texts, title } = scene;
  const children = (
    <>
      {says === undefined ? null : <p role="alert">{says}</p>}
      <form method="post">
        <Scores scene={scene} chosen={chosen} />
        <label>
          {texts.surveyComment}
          <textarea name="comment" rows={4} maxlength={commentMax}></textarea>
        </label>
        <button class="main">{texts.surveySend}</button>
      </form>
    </>
  );
  return showPage({ c, locale, settings, title, children, ...(status === undefined ? {} : { status }) });
};

/** What an answer says. All answers by one mail are one response, of which the last counts. */
const answerOf = (input: {
  link: SurveyLink;
  score: number | undefined;
  comment: string;
  now: number;
}): AcceptedEvent => {
  const { link, score, comment, now } = input;
  const { tenant, messageId, profileId, survey, about } = link;
  const response = hashId('survey-response', tenant, survey, messageId, profileId);
  const properties = {
    survey,
    response,
    message_id: messageId,
    ...(score === undefined ? {} : { score }),
    ...(comment === '' ? {} : { comment }),
    ...(about === '' ? {} : { about }),
  };
  return linkEvent({ name: surveyAnswered, properties, now, profileId });
};

/** `/s/:token/:score`: a survey. A look (mail programs follow links) shows the chosen score; only the button answers. */
export const surveyRoutes = (deps: LinkDeps): Hono<ApiEnv> =>
  signedPage({
    deps,
    path: '/:token/:score?',
    sceneOf: createScenes(deps),
    look: (scene) => ask({ scene, chosen: scoreIn(scene.survey, scene.c.req.param('score')) }),
    act: async (scene, fields) => {
      const { c, link, tenant, survey, settings, locale, chain, texts } = scene;
      const score = scoreIn(survey, fields.get('score')?.[0]);
      const comment = (fields.get('comment')?.[0] ?? '').trim().slice(0, commentMax);
      if (score === undefined && (survey.method !== 'comment' || comment === ''))
        return ask({ scene, chosen: undefined, status: 400, says: texts.surveyMissing });
      const event = answerOf({ link, score, comment, now: deps.clock.now(tenant) });
      await deps.accept({ tenant, events: [event] });
      const thanks =
        survey.thanks === undefined ? texts.surveyThanks : localised({ text: survey.thanks, chain });
      const children = (
        <p class="done" role="status">
          {thanks}
        </p>
      );
      return showPage({ c, locale, settings, title: texts.surveyThanksTitle, children });
    },
    lost: 'An answer could not be stored.',
    laterText: ({ texts }) => texts.surveyLater,
  });
