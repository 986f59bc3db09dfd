import { shareLink, shareNetworks } from '../../../domain/referrals/share-links.ts';
import type { LinkDeps } from '../deps.ts';
import type { Fields } from '../form.ts';
import { type Note, noteOf, showSelf } from './frame.tsx';
import type { OpenScene } from './scene.ts';

const names: ReadonlyMap<string, string> = new Map([
  ['whatsapp', 'WhatsApp'],
  ['telegram', 'Telegram'],
  ['facebook', 'Facebook'],
  ['x', 'X'],
  ['linkedin', 'LinkedIn'],
  ['bluesky', 'Bluesky'],
]);

const emailMax = 320;

const referralsPage = async (deps: LinkDeps, scene: OpenScene, note?: Note) => {
  const { texts, settings, locale } = scene;
  const found = await deps.selfService.referrals(scene.who);
  const title = texts.pages.referrals;
  if (found === undefined) return showSelf(scene, { title, note, children: <p>{texts.nothing}</p> });
  const { url, mails, states } = found;
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  const counts = [...texts.referrals.states].flatMap(([state, name]) => {
    const count = states.get(state) ?? 0;
    return count === 0 ? [] : [{ name, count }];
  });
  const children = (
    <>
      <p>{texts.referrals.lead}</p>
      <p>
        <a href={url}>{url}</a>
      </p>
      <p>
        {texts.referrals.share}{' '}
        {shareNetworks.map((network, index) => (
          <>
            {index === 0 ? '' : ' · '}
            <a href={shareLink({ network, url, text: settings.name }) ?? url} rel="noreferrer">
              {names.get(network) ?? texts.referrals.email}
            </a>
          </>
        ))}
      </p>
      {counts.length === 0 ? null : (
        <ul>
          {counts.map(({ name, count }) => (
            <li>
              {name}: {number(count)}
            </li>
          ))}
        </ul>
      )}
      {mails ? (
        <form method="post">
          <label>
            {texts.referrals.invite}
            <input name="email" type="email" required maxlength={emailMax} autocomplete="off" />
          </label>
          <small>{texts.referrals.inviteText}</small>
          <button class="main" name="do" value="invite">
            {texts.referrals.send}
          </button>
        </form>
      ) : null}
    </>
  );
  return showSelf(scene, { title, note, children });
};

const act = async (deps: LinkDeps, scene: OpenScene, fields: Fields) => {
  if (fields.get('do')?.[0] !== 'invite') return referralsPage(deps, scene);
  const email = (fields.get('email')?.[0] ?? '').trim().slice(0, emailMax);
  const became = await deps.selfService.inviteFriend({ ...scene.who, email });
  return referralsPage(deps, scene, noteOf(scene, became, scene.texts.referrals.sent));
};

/** Recommend us: their link, where to share it, their friends by state, and a mail to a friend where that is on. */
export const referralsPages = (deps: LinkDeps) => ({
  show: (scene: OpenScene) => referralsPage(deps, scene),
  act: (scene: OpenScene, fields: Fields) => act(deps, scene, fields),
});
