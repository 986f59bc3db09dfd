import { fromMinor } from '../../../domain/money.ts';
import type { OwnPoints } from '../../ports/self-service.ts';
import type { LinkDeps } from '../deps.ts';
import { showSelf } from './frame.tsx';
import { dayText, type OpenScene, wordFor } from './scene.ts';

/** How numbers of a statement read: points, or an amount of store credit. */
const numbersOf = (locale: string, currency: string | undefined) => {
  const shown = (options: Intl.NumberFormatOptions) => (value: number) =>
    new Intl.NumberFormat(locale, {
      ...options,
      ...(currency === undefined ? {} : { style: 'currency' as const, currency }),
    }).format(currency === undefined ? value : fromMinor({ minor: value, currency }));
  return { plain: shown({}), signed: shown({ signDisplay: 'exceptZero' }) };
};

/** What they have: the balance, tier and membership, and how far the next tier is. */
const Standing = (props: { scene: OpenScene; points: OwnPoints; number: (value: number) => string }) => {
  const { scene, points, number } = props;
  const { texts } = scene;
  const { tier, tierUntil, next, membership, currency } = points;
  const day = (at: number | undefined): string | undefined =>
    at === undefined ? undefined : dayText(scene, at);
  const balance = currency === undefined ? texts.points.balance : texts.points.credit;
  return (
    <>
      <p>
        {balance(number(points.balance))}{' '}
        {points.pending === 0 ? '' : texts.points.pending(number(points.pending))}
      </p>
      {membership === undefined ? null : (
        <p>{texts.points.membership(membership.name, day(membership.until))}</p>
      )}
      {tier === undefined && next === undefined ? null : (
        <p>
          {tier === undefined ? '' : texts.points.tier(tier, day(tierUntil))}{' '}
          {next === undefined ? '' : texts.points.next(number(next.points), next.name)}
        </p>
      )}
    </>
  );
};

const Statement = (props: { scene: OpenScene; points: OwnPoints }) => {
  const { scene, points } = props;
  const { texts, locale } = scene;
  const { plain: number, signed } = numbersOf(locale, points.currency);
  return (
    <section>
      <h2>{points.currency === undefined ? points.program : texts.points.creditTitle}</h2>
      <Standing scene={scene} points={points} number={number} />
      <ul>
        {points.expiries.map((one) => (
          <li>
            {(points.currency === undefined ? texts.points.expires : texts.points.creditExpires)(
              number(one.points),
              dayText(scene, one.at),
            )}
          </li>
        ))}
      </ul>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.points.when}</th>
            <th scope="col">{texts.points.what}</th>
            <th scope="col">{points.currency === undefined ? texts.points.points : texts.points.amount}</th>
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

/** My points and store credit: every posting with why and the balance after it, tier and membership, and what expires when. */
export const pointsPages = (deps: LinkDeps) => ({
  show: (scene: OpenScene) => pointsPage(deps, scene),
  act: (scene: OpenScene) => pointsPage(deps, scene),
});
