import { fromMinor } from '../../../domain/money.ts';
import type { Amount } from '../../ports/quotes.ts';
import type { OwnOrder, OwnOrders } from '../../ports/self-service.ts';
import type { LinkDeps } from '../deps.ts';
import type { Fields } from '../form.ts';
import { type Note, noteOf, showSelf } from './frame.tsx';
import { dayText, type OpenScene, wordFor } from './scene.ts';

/** An amount as the person reads it. */
export const moneyText = (locale: string, amount: Amount | undefined): string =>
  amount === undefined
    ? ''
    : new Intl.NumberFormat(locale, { style: 'currency', currency: amount.currency }).format(
        fromMinor(amount),
      );

const linesMax = 100;

const Choose = (props: { scene: OpenScene; name: string; label: string; choices: readonly string[] }) =>
  props.choices.length === 0 ? null : (
    <label>
      <span>{props.label}</span>
      <select name={props.name}>
        <option value="">{props.scene.texts.orders.any}</option>
        {props.choices.map((one) => (
          <option value={one}>{wordFor(props.scene.texts, one)}</option>
        ))}
      </select>
    </label>
  );

const ReturnForm = (props: { scene: OpenScene; order: OwnOrder; all: OwnOrders }) => {
  const { scene, order, all } = props;
  const { texts } = scene;
  const { returnUntil } = order;
  if (returnUntil === undefined) return null;
  return (
    <details>
      <summary>{texts.orders.askReturn}</summary>
      <form method="post">
        <p>{texts.orders.until(dayText(scene, returnUntil))}</p>
        <input type="hidden" name="order" value={order.id} />
        <fieldset>
          <legend>{texts.orders.howMany}</legend>
          {order.lines
            .filter(({ product, returnable }) => product !== undefined && returnable > 0)
            .map(({ product, name, returnable }) => (
              <label>
                <select name={`line:${product ?? ''}`} aria-label={name}>
                  {Array.from({ length: Math.min(returnable, linesMax) + 1 }, (_, count) => (
                    <option value={String(count)}>{count}</option>
                  ))}
                </select>
                <span>{name}</span>
              </label>
            ))}
        </fieldset>
        <Choose scene={scene} name="reason" label={texts.orders.reason} choices={all.reasons} />
        <Choose scene={scene} name="wish" label={texts.orders.wish} choices={all.wishes} />
        <button class="main" name="do" value="return">
          {texts.orders.send}
        </button>
      </form>
    </details>
  );
};

const Order = (props: { scene: OpenScene; order: OwnOrder; all: OwnOrders }) => {
  const { scene, order } = props;
  const { texts, locale } = scene;
  return (
    <section>
      <h2>{texts.orders.order(order.id)}</h2>
      <p>
        {dayText(scene, order.placedAt)} · {wordFor(texts, order.state)}
        {order.total === undefined ? null : ` · ${texts.orders.total} ${moneyText(locale, order.total)}`}
      </p>
      <ul>
        {order.lines.map(({ name, quantity }) => (
          <li>
            {quantity} × {name}
          </li>
        ))}
      </ul>
      {order.returns.length === 0 ? null : (
        <>
          <p>{texts.orders.returns}</p>
          <ul>
            {order.returns.map(({ number, stage, askedAt }) => (
              <li>
                {number} · {wordFor(texts, stage)} · {dayText(scene, askedAt)}
              </li>
            ))}
          </ul>
        </>
      )}
      <ReturnForm {...props} />
    </section>
  );
};

const ordersPage = async (deps: LinkDeps, scene: OpenScene, note?: Note) => {
  const all = await deps.selfService.orders(scene.who);
  const { texts } = scene;
  const children =
    all.orders.length === 0 ? (
      <p>{texts.nothing}</p>
    ) : (
      <>
        {all.orders.map((order) => (
          <Order scene={scene} order={order} all={all} />
        ))}
      </>
    );
  return showSelf(scene, { title: texts.pages.orders, note, children });
};

const linesIn = (fields: Fields) =>
  [...fields]
    .filter(([name]) => name.startsWith('line:'))
    .slice(0, linesMax)
    .flatMap(([name, [said = '']]) => {
      const quantity = /^\d{1,3}$/.test(said) ? Number(said) : 0;
      return quantity === 0 ? [] : [{ product: name.slice('line:'.length), quantity }];
    });

/** My orders and returns. */
export const orderPages = (deps: LinkDeps) => ({
  show: (scene: OpenScene) => ordersPage(deps, scene),
  act: async (scene: OpenScene, fields: Fields) => {
    if (fields.get('do')?.[0] !== 'return') return ordersPage(deps, scene);
    const became = await deps.selfService.askReturn({
      ...scene.who,
      order: fields.get('order')?.[0] ?? '',
      lines: linesIn(fields),
      reason: fields.get('reason')?.[0],
      wish: fields.get('wish')?.[0],
    });
    return ordersPage(deps, scene, noteOf(scene, became, scene.texts.orders.sent));
  },
});
