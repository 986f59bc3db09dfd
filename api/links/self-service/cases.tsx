import { randomUUID } from 'node:crypto';

import type { OwnCase, OwnMessage } from '../../ports/self-service.ts';
import type { LinkDeps } from '../deps.ts';
import type { Fields } from '../form.ts';
import { brokenPage } from '../page.tsx';
import { type Note, noteOf, showSelf } from './frame.tsx';
import { dayText, type OpenScene, wordFor } from './scene.ts';

const subjectMax = 200;
const textMax = 5_000;

const stageText = ({ texts }: OpenScene, { stage, stageName }: OwnCase): string =>
  texts.words.get(stage) ?? stageName ?? stage;

/** The form has an id of its own, so that one that is sent twice is one message. */
const Once = () => <input type="hidden" name="once" value={randomUUID()} />;

const casesPage = async (deps: LinkDeps, scene: OpenScene, note?: Note) => {
  const { texts, base } = scene;
  const { cases, types } = await deps.selfService.cases(scene.who);
  const children = (
    <>
      {cases.length === 0 ? <p>{texts.nothing}</p> : null}
      <ul>
        {cases.map((one) => (
          <li>
            <a href={`${base}/cases/${encodeURIComponent(one.id)}`}>{one.subject}</a>
            <small>
              {stageText(scene, one)} · {dayText(scene, one.changedAt)}
            </small>
          </li>
        ))}
      </ul>
      <h2>{texts.cases.open}</h2>
      <form method="post" action={`${base}/cases`}>
        <Once />
        {types.length === 0 ? null : (
          <label>
            <span>{texts.cases.kind}</span>
            <select name="type">
              {types.map((one) => (
                <option value={one}>{wordFor(texts, one)}</option>
              ))}
            </select>
          </label>
        )}
        <label>
          {texts.cases.subject} <input name="subject" maxlength={subjectMax} required />
        </label>
        <label class="text">
          {texts.cases.text} <textarea name="text" rows={6} maxlength={textMax} required />
        </label>
        <button class="main" name="do" value="open">
          {texts.cases.send}
        </button>
      </form>
    </>
  );
  return showSelf(scene, { title: texts.pages.cases, note, children });
};

const Message = (props: { scene: OpenScene; message: OwnMessage }) => {
  const { scene, message } = props;
  const { texts } = scene;
  return (
    <section>
      <h2>
        {message.from === 'person' ? texts.cases.person : texts.cases.team} · {dayText(scene, message.at)}
      </h2>
      <p class="terms">{message.text}</p>
      {message.files.length === 0 ? null : <small>{texts.cases.files(message.files.join(', '))}</small>}
    </section>
  );
};

const casePage = async (deps: LinkDeps, scene: OpenScene, id: string, note?: Note) => {
  const found = await deps.selfService.case({ ...scene.who, id });
  if (found === undefined) return brokenPage(scene.c);
  const { texts, base } = scene;
  const children = (
    <>
      <p>{stageText(scene, found.case)}</p>
      {found.messages.map((message) => (
        <Message scene={scene} message={message} />
      ))}
      <form method="post">
        <Once />
        <label class="text">
          {texts.cases.answer} <textarea name="text" rows={6} maxlength={textMax} required />
        </label>
        <button class="main" name="do" value="answer">
          {texts.cases.send}
        </button>
      </form>
      <p>
        <a href={`${base}/cases`}>{texts.cases.back}</a>
      </p>
    </>
  );
  return showSelf(scene, { title: found.case.subject, note, children });
};

const fieldOf = (fields: Fields, name: string, most: number): string =>
  (fields.get(name)?.[0] ?? '').trim().slice(0, most);

/** My cases: the list, opening one. */
export const casesPages = (deps: LinkDeps) => ({
  show: (scene: OpenScene) => casesPage(deps, scene),
  act: async (scene: OpenScene, fields: Fields) => {
    const [subject, text] = [fieldOf(fields, 'subject', subjectMax), fieldOf(fields, 'text', textMax)];
    const [once, type] = [fieldOf(fields, 'once', 60), fieldOf(fields, 'type', 100)];
    if (fields.get('do')?.[0] !== 'open') return casesPage(deps, scene);
    const became =
      subject === '' || text === '' || once === ''
        ? 'refused'
        : await deps.selfService.openCase({ ...scene.who, subject, text, type, once });
    return casesPage(deps, scene, noteOf(scene, became, scene.texts.cases.sent));
  },
});

/** One of my cases: what was written, and an answer. */
export const casePages = (deps: LinkDeps, id: string) => ({
  show: (scene: OpenScene) => casePage(deps, scene, id),
  act: async (scene: OpenScene, fields: Fields) => {
    const text = fieldOf(fields, 'text', textMax);
    const once = fieldOf(fields, 'once', 60);
    if (fields.get('do')?.[0] !== 'answer') return casePage(deps, scene, id);
    const became =
      text === '' || once === ''
        ? 'refused'
        : await deps.selfService.answerCase({ ...scene.who, id, text, once });
    return casePage(deps, scene, id, noteOf(scene, became, scene.texts.cases.sent));
  },
});
