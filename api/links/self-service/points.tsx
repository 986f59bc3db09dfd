import type { OwnPoints } from '../../ports/self-service.ts';
import type { LinkDeps } from '../deps.ts';
import { showSelf } from './frame.tsx';
import { dayText, type OpenScene, wordFor } from './scene.ts';

const Statement = (props: { scene: OpenScene; points: OwnPoints }) => {
  const { scene, points } = props;
  const { texts, locale } = scene;
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  const signed = (value: number) =>
    new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' }).format(value);
  return (
    <section>
      <h2>{points.program}</h2>
      <p>
        {texts.points.balance(number(points.balance))}{' '}
        {points.pending === 0 ? '' : texts.points.pending(number(points.pending))}{' '}
        {points.tier === undefined ? '' : texts.points.tier(points.tier)}
      </p>
      <ul>
        {points.expiries.map((one) => (
          <li>{texts.points.expires(number(one.points), dayText(scene, one.at))}</li>
        ))}
      </ul>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.points.when}</th>
            <th scope="col">{texts.points.what}</th>
            <th scope="col">{texts.points.points}</th>
            <th scope="col">{texts.points.balanceAfter}</th>
          </tr>
        </thead>
        <tbody>
          {points.postings.map((one) => (
            <tr>
              <td>{dayText(scene, one.at)}</td>
              <td>
                {wordFor(texts, one.kind)}
                {one.about === undefined ? '' : `: ${one.about}`}
              </td>
              <td>
                {signed(one.points)}
                {one.pending > 0 ? <small>{texts.points.notActive(number(one.pending))}</small> : null}
              </td>
              <td>{number(one.balance)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

const pointsPage = async (deps: LinkDeps, scene: OpenScene) => {
  const all = await deps.selfService.points(scene.who);
  const { texts } = scene;
  const children =
    all.length === 0 ? (
      <p>{texts.nothing}</p>
    ) : (
      <>
        {all.map((points) => (
          <Statement scene={scene} points={points} />
        ))}
      </>
    );
  return showSelf(scene, { title: texts.pages.points, children });
};

/** My points: every posting with why and the balance after it, and what expires when. */
export const pointsPages = (deps: LinkDeps) => ({
  show: (scene: OpenScene) => pointsPage(deps, scene),
  act: (scene: OpenScene) => pointsPage(deps, scene),
});
