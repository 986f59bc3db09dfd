/** The year that is asked for, from the first instant to the first one after it, as somebody in Madrid would write it. */
const year = (column: string): string =>
  `${column} >= '2024-05-31 22:00:00' and ${column} < '2025-05-31 22:00:00'`;
const upTo = (column: string): string => `${column} < '2025-05-31 22:00:00'`;
const local = (column: string): string => `(${column}::timestamptz at time zone 'Europe/Madrid')`;
const good = `is_counted and currency = 'EUR'`;

const period = { from: '2024-06-01', to: '2025-05-31' };

/** A figure, how it is asked, and the query that somebody would write for the same answer by hand. */
export type HandWritten = {
  readonly figure: string;
  readonly given: Readonly<Record<string, string>>;
  readonly sql: string;
};

/** One or more figures of each family, each with the query for one answer only: no parameters, no zone but one, nothing for others. */
export const handWritten: readonly HandWritten[] = [
  {
    figure: 'revenue',
    given: { ...period, by: 'month' },
    sql: `select date_trunc('month', ${local('placed_at')})::date as day, count(*), count(distinct profile_id), sum(revenue), sum(discount), sum(refunded), round(avg(revenue))
      from orders where ${good} and ${year('placed_at')} group by 1 order by 1`,
  },
  {
    figure: 'retention',
    given: period,
    sql: `with placed as (select profile_id, revenue, ${local('placed_at')}::date as day from orders where ${good} and ${upTo('placed_at')}),
      firsts as (select profile_id, min(day) as first from placed group by 1 having min(day) >= '2024-06-01'),
      cells as (select strftime(first, '%Y-%m') as month, date_diff('month', first, day) as later, profile_id, revenue from placed join firsts using (profile_id)),
      sizes as (select strftime(first, '%Y-%m') as month, count(*) as size from firsts group by 1)
      select month, later, count(distinct profile_id), count(distinct profile_id) / any_value(size), count(*), sum(revenue) from cells join sizes using (month) group by 1, 2 order by 1, 2`,
  },
  {
    figure: 'rfm-grid',
    given: { to: period.to },
    sql: `with sums as (select profile_id, count(*) as orders, max(placed_at) as last, sum(revenue) as revenue from orders where ${good} and ${upTo('placed_at')} group by 1),
      grid as (select *, ntile(5) over (order by last, profile_id) as r, ntile(5) over (order by orders, revenue, profile_id) as f from sums)
      select r, f, count(*), sum(orders), sum(revenue) from grid group by 1, 2 order by 1, 2`,
  },
  {
    figure: 'value-by-group',
    given: { to: period.to, by: 'country', days: '180' },
    sql: `with bought as (select profile_id, count(*) as orders, sum(revenue) as revenue, max(placed_at) as last from orders where ${good} and ${upTo('placed_at')} group by 1)
      select coalesce(country, ''), count(*), sum(orders), sum(revenue), round(avg(revenue)), avg((last < '2024-12-01 23:00:00')::int) from profiles join bought using (profile_id) group by 1 order by 4 desc, 1`,
  },
  {
    figure: 'profit-by-customer',
    given: period,
    sql: `select profile_id, count(*), sum(revenue), sum(goods_cost), sum(revenue - goods_cost - coalesce(shipping_cost - shipping, 0) - coalesce(service_cost, 0)) as profit,
      sum(revenue - goods_cost - coalesce(shipping_cost - shipping, 0) - coalesce(service_cost, 0)) / nullif(sum(revenue), 0)
      from orders where ${good} and ${year('placed_at')} and goods_cost is not null group by 1 order by profit desc, 1`,
  },
  {
    figure: 'profit-by-product',
    given: period,
    sql: `select product_id, any_value(category), count(distinct order_id), sum(kept), sum(revenue), sum(cost), sum(revenue - cost)
      from order_lines where ${good} and ${year('placed_at')} group by 1 order by 5 desc, 1`,
  },
  {
    figure: 'baskets',
    given: { ...period, least: '5' },
    sql: `with held as (select distinct order_id, product_id from order_lines where ${good} and ${year('placed_at')}),
      singles as (select product_id, count(*) as n from held group by 1),
      pairs as (select a.product_id as p, b.product_id as o, count(*) as n from held a join held b on a.order_id = b.order_id and a.product_id <> b.product_id group by 1, 2 having count(*) >= 5)
      select p, o, pairs.n, pairs.n / x.n, pairs.n * (select count(distinct order_id) from held) / (x.n * y.n) as lift
      from pairs join singles x on x.product_id = p join singles y on y.product_id = o order by lift desc, p, o`,
  },
  {
    figure: 'attribution',
    given: { ...period, days: '30', touch: 'sent' },
    sql: `with bought as (select order_id, profile_id, placed_at, revenue from orders where ${good} and ${year('placed_at')}),
      met as (
        select order_id, journey, revenue, row_number() over w as place, count(*) over (partition by order_id) as n, pow(0.5, date_diff('second', accepted_at, placed_at) / 604800.0) as raw
        from bought join messages using (profile_id) where class = 'marketing' and accepted_at <= placed_at and accepted_at >= placed_at - interval 30 days
        window w as (partition by order_id order by accepted_at, message_id)
      ),
      shares as (select *, raw / sum(raw) over (partition by order_id) as decay from met)
      select journey, count(distinct order_id), round(sum(revenue) filter (where place = 1)), round(sum(revenue) filter (where place = n)) as last, round(sum(revenue / n)),
        round(sum(revenue * case when n = 1 then 1.0 when n = 2 then 0.5 when place in (1, n) then 0.4 else 0.2 / (n - 2) end)), round(sum(revenue * decay))
      from shares group by 1
      union all select '', count(*), sum(revenue), sum(revenue), sum(revenue), sum(revenue), sum(revenue) from bought where order_id not in (select order_id from met)
      order by last desc, 1`,
  },
  {
    figure: 'journey-funnel',
    given: { ...period, journey: 'winback' },
    sql: `with runs as (select run_id, min(decided_at) as began from decisions where journey = 'winback' and kind = 'entered' and ${year('decided_at')} group by 1)
      select case when kind in ('entered', 'converted') then kind else step end as step, count(distinct run_id) as n, count(distinct profile_id), count(distinct run_id) / (select count(*) from runs),
        count(distinct run_id) filter (where kind = 'sent'), count(distinct run_id) filter (where kind = 'skipped'), count(distinct run_id) filter (where kind = 'failed')
      from decisions join runs using (run_id) where journey = 'winback' group by 1 order by median(date_diff('second', began, decided_at)), n desc`,
  },
  {
    figure: 'deliverability',
    given: period,
    sql: `select coalesce(mailbox_provider, 'other'), count(*) as sent, count(bounced_at) / count(*), count(complained_at) / count(*), count(unsubscribed_at) / count(*)
      from messages left join profiles using (profile_id) where channel = 'email' and ${year('accepted_at')} group by 1 order by sent desc, 1`,
  },
  {
    figure: 'channel-mix',
    given: period,
    sql: `select channel, count(*) as sent, count(distinct profile_id), count(opened_at), count(clicked_at), round(sum(case channel when 'email' then 0.08 else 6.5 end))
      from messages where ${year('accepted_at')} group by 1 order by sent desc`,
  },
  {
    figure: 'send-times',
    given: period,
    sql: `select isodow(${local('accepted_at')}) as d, hour(${local('accepted_at')}) as h, count(*), count(clicked_at), count(clicked_at) / count(*)
      from messages where class = 'marketing' and ${year('accepted_at')} group by 1, 2 order by 1, 2`,
  },
  {
    figure: 'list-growth',
    given: { ...period, channel: 'email' },
    sql: `with said as (select *, lag(status) over (partition by profile_id order by said_at, consent_id) as before, strftime(${local('said_at')}, '%Y-%m') as month from consents where is_counted and topic = '*' and channel = 'email'),
      months as (select month, count(*) filter (where status = 'granted' and before is distinct from 'granted') as j, count(*) filter (where status <> 'granted' and before = 'granted') as l from said group by 1),
      totals as (select *, sum(j - l) over (order by month) as total from months)
      select month, j, l, j - l, total from totals where month between '2024-06' and '2025-05' order by 1`,
  },
  {
    figure: 'loyalty-liability',
    given: { to: period.to, point_value: '2' },
    sql: `with balances as (select program, profile_id, sum(active) as a, sum(pending) as p, sum(active) filter (where active > 0) as e, sum(active) filter (where kind = 'spend') as s from points where ${upTo('posted_at')} group by 1, 2)
      select program, count(*) filter (where a > 0), sum(a), sum(p), sum(e), -sum(s), 2 * (sum(a) + sum(p)) from balances group by 1`,
  },
];
