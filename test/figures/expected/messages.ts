import type { Facts, Order, Touch } from '../facts.ts';
import {
  type Asked,
  different,
  type FigureRow,
  grouped,
  isWithin,
  mean,
  monthOf,
  rowsBy,
  sum,
} from './asked.ts';

type Expect = (facts: Facts, asked: Asked) => readonly FigureRow[];

const dayMs = 86_400_000;

const inPeriod = (facts: Facts, asked: Asked): readonly Touch[] =>
  facts.messages.filter(({ day }) => isWithin(day, asked));
const costOf = (messages: readonly Touch[], asked: Asked): number =>
  sum(messages, ({ channel }) => asked.costs[channel] ?? 0);

type Touched = { readonly order: Order; readonly at: number; readonly journey: string };

/** Each order of the period with the marketing messages before it, the earliest first. */
const touchesOf = (facts: Facts, asked: Asked): readonly (readonly [Order, readonly Touched[]])[] => {
  const byPerson = grouped(
    facts.messages.filter((one) => one.class === 'marketing'),
    ({ person }) => person,
  );
  return facts.orders
    .filter(({ day }) => isWithin(day, asked))
    .map((order) => {
      const touches = (byPerson.get(order.person) ?? []).flatMap((mail) => {
        const at = asked.touch === 'sent' ? mail.at : mail.clickedAt;
        return at === undefined || at > order.at || at < order.at - asked.touchDays * dayMs
          ? []
          : [{ order, at, journey: mail.journey, id: mail.id }];
      });
      return [order, touches.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))];
    });
};

const models = ['first', 'last', 'linear', 'position', 'decay'] as const;

/** The share of an order that each of its touches gets. */
const sharesOf = (touches: readonly Touched[]) => {
  const many = touches.length;
  const weights = touches.map(({ order, at }) => 0.5 ** ((order.at - at) / (7 * dayMs)));
  const all = sum(weights, (one) => one);
  return touches.map((touch, index) => {
    const [isFirst, isLast] = [index === 0, index === many - 1];
    return {
      touch,
      first: Number(isFirst),
      last: Number(isLast),
      linear: 1 / many,
      position: many === 1 ? 1 : many === 2 ? 0.5 : isFirst || isLast ? 0.4 : 0.2 / (many - 2),
      decay: (weights[index] ?? 0) / all,
    };
  });
};

const attribution: Expect = (facts, asked) => {
  const all = touchesOf(facts, asked);
  const shares = all.flatMap(([, touches]) => sharesOf(touches));
  const none = all.filter(([, touches]) => touches.length === 0).map(([order]) => order);
  const unreached = sum(none, ({ revenue }) => revenue);
  const rest = Object.fromEntries(models.map((model) => [model, unreached]));
  return [
    ...rowsBy(
      shares,
      ({ touch }) => touch.journey,
      (journey, own) => ({
        journey,
        orders: different(own, ({ touch }) => touch.order.id),
        ...Object.fromEntries(
          models.map((model) => [model, Math.round(sum(own, (one) => one.touch.order.revenue * one[model]))]),
        ),
      }),
    ),
    { journey: '', orders: none.length, ...rest },
  ];
};

const journeyReturn: Expect = (facts, asked) => {
  const points = new Map<string, number>();
  for (const { order, active, pending } of facts.shop.people.flatMap(({ postings }) => postings))
    if (order !== undefined) points.set(order, (points.get(order) ?? 0) + active + pending);
  const last = touchesOf(facts, asked).flatMap(([, touches]) => touches.slice(-1));
  const sent = grouped(inPeriod(facts, asked), ({ journey }) => journey);
  const brought = grouped(last, ({ journey }) => journey);
  return [...new Set([...sent.keys(), ...brought.keys()])].map((journey) => {
    const orders = (brought.get(journey) ?? []).map(({ order }) => order);
    const messages = sent.get(journey) ?? [];
    const revenue = sum(orders, (one) => one.revenue);
    const goods = sum(orders, ({ goodsCost = 0 }) => goodsCost);
    const given = sum(orders, ({ id }) => points.get(id) ?? 0) * asked.pointValue;
    const cost = Math.round(costOf(messages, asked));
    return {
      journey,
      sent: messages.length,
      orders: orders.length,
      revenue,
      discount: sum(orders, ({ discount }) => discount),
      goods_cost: goods,
      points_cost: given,
      sending_cost: cost,
      profit: revenue - goods - given - cost,
      per_message: messages.length === 0 ? null : Math.round(revenue / messages.length),
    };
  });
};

const holdoutLift: Expect = (facts, asked) => {
  const arms = facts.shop.people.map(({ arm }) => arm).filter(({ at }) => isWithin(facts.dayOf(at), asked));
  const of = (name: string) => {
    const all = arms.filter(({ arm }) => arm === name);
    const values = all.map(({ value }) => value);
    const middle = mean(values);
    const spread = sum(values, (one) => (one - middle) ** 2) / (values.length - 1) / values.length;
    const rate = all.filter(({ isConverted }) => isConverted).length / all.length;
    return { people: all.length, rate, middle, spread };
  };
  const [treated, held] = [of('treated'), of('held-out')];
  const more = treated.middle - held.middle;
  const half = 1.959964 * Math.sqrt(treated.spread + held.spread);
  // One person tells nothing of how people differ.
  const end = (value: number): number | null => (Number.isNaN(value) ? null : Math.round(value));
  return [
    {
      journey: 'winback',
      treated: treated.people,
      held_out: held.people,
      treated_rate: treated.rate,
      held_out_rate: held.rate,
      per_person: Math.round(more),
      low: end(more - half),
      high: end(more + half),
    },
  ];
};

const journeyFunnel: Expect = (facts, asked) => {
  const said = facts.shop.people.flatMap(({ user, decisions }) =>
    decisions.map((one) => ({ ...one, user, id: `${user}-${one.run}`, place: one.step ?? one.kind })),
  );
  const entered = new Set(
    said.filter(({ kind, at }) => kind === 'entered' && isWithin(facts.dayOf(at), asked)).map(({ id }) => id),
  );
  const theirs = said.filter(({ id }) => entered.has(id));
  return rowsBy(
    theirs,
    ({ place }) => place,
    (step, all) => {
      const runs = (kind?: string): number =>
        different(
          all.filter((one) => kind === undefined || one.kind === kind),
          ({ id }) => id,
        );
      return {
        step,
        runs: runs(),
        people: different(all, ({ user }) => user),
        share: runs() / entered.size,
        sent: runs('sent'),
        skipped: runs('skipped'),
        failed: runs('failed'),
      };
    },
  );
};

const listGrowth: Expect = (facts, asked) => {
  const changes = facts.shop.people.flatMap(({ events }) => {
    let isOn = false;
    return events
      .filter(({ properties }) => properties['channel'] === asked.channel && properties['topic'] === '*')
      .toSorted((a, b) => a.at - b.at)
      .flatMap(({ name, at }) => {
        const before = isOn;
        isOn = name === 'Consent Granted';
        return before === isOn ? [] : [{ month: monthOf(facts.dayOf(at)), isJoin: isOn }];
      });
  });
  let total = 0;
  const months = [...grouped(changes, ({ month }) => month)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return months
    .map(([month, all]) => {
      const joined = all.filter(({ isJoin }) => isJoin).length;
      const left = all.length - joined;
      total += joined - left;
      return { month, joined, left, net: joined - left, total };
    })
    .filter(({ month }) => month >= monthOf(asked.from) && month <= monthOf(asked.to));
};

const deliverability: Expect = (facts, asked) => {
  const mailbox = new Map(facts.shop.people.map(({ user, mailbox: one }) => [facts.shop.idOf(user), one]));
  const mails = inPeriod(facts, asked).filter(({ channel }) => channel === 'email');
  return rowsBy(
    mails,
    ({ person }) => mailbox.get(person) ?? 'other',
    (provider, all) => {
      const share = (of: (mail: Touch) => number | undefined): number =>
        all.filter((mail) => of(mail) !== undefined).length / all.length;
      const complaints = share(({ complainedAt }) => complainedAt);
      return {
        provider,
        sent: all.length,
        bounced: share(({ bouncedAt }) => bouncedAt),
        complaints,
        unsubscribed: share(({ unsubscribedAt }) => unsubscribedAt),
        verdict: complaints >= 0.003 ? 'above 0.3 %' : complaints >= 0.001 ? 'above 0.1 %' : 'below 0.1 %',
      };
    },
  );
};

const channelMix: Expect = (facts, asked) =>
  rowsBy(
    inPeriod(facts, asked),
    ({ channel }) => channel,
    (channel, all) => {
      const people = different(all, ({ person }) => person);
      const cost = costOf(all, asked);
      return {
        channel,
        sent: all.length,
        people,
        opened: all.filter(({ openedAt }) => openedAt !== undefined).length,
        clicked: all.filter(({ clickedAt }) => clickedAt !== undefined).length,
        sending_cost: Math.round(cost),
        per_contact: Math.round(cost / people),
      };
    },
  );

const sendTimes =
  (zone: string): Expect =>
  (facts, asked) => {
    const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hour12: false });
    const mails = inPeriod(facts, asked).filter((one) => one.class === 'marketing');
    const weekday = (day: string): number => ((new Date(Date.parse(day)).getUTCDay() + 6) % 7) + 1;
    return rowsBy(
      mails,
      ({ day, at }) => `${weekday(day)} ${Number(format.format(at))}`,
      (key, all) => {
        const clicked = all.filter(({ clickedAt }) => clickedAt !== undefined).length;
        const [day, hour] = key.split(' ').map(Number);
        return { weekday: day ?? 0, hour: hour ?? 0, sent: all.length, clicked, rate: clicked / all.length };
      },
    );
  };

/** Figures over messages, consents and holdouts, worked out from what happened. */
export const messageFigures = (zone: string): Readonly<Record<string, Expect>> => ({
  attribution,
  'journey-return': journeyReturn,
  'holdout-lift': holdoutLift,
  'journey-funnel': journeyFunnel,
  'list-growth': listGrowth,
  deliverability,
  'channel-mix': channelMix,
  'send-times': sendTimes(zone),
});
