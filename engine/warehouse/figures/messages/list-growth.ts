import { columns, localDay, own, period } from '../common.ts';
import type { Figure } from '../figure.ts';

const said = `said as (
  select *, strftime(${localDay('said_at')}, '%Y-%m') as month, ${localDay('said_at')} as day,
    lag(status) over (partition by profile_id order by said_at, consent_id) as before
  from consents where is_counted and topic = '*' and channel = $channel
)`;
const isYes = `status = 'granted' and coalesce(before, '') <> 'granted'`;
const isNo = `status <> 'granted' and before = 'granted'`;

/** How the list grows. */
export const listGrowth: Figure = {
  key: 'list-growth',
  group: 'messages',
  title: { en: 'Growth of the list', es: 'Crecimiento de la lista' },
  definition: {
    en: 'People who came to agree to a channel as a whole, and who took it back or whose yes ran out, by month; and how many agree at its end. A yes that repeats one counts once.',
    es: 'Personas que aceptaron un canal entero, y las que lo retiraron o cuyo sí caducó, por mes; y cuántas lo aceptan al final. Un sí repetido cuenta una vez.',
  },
  parameters: [
    ...period,
    { name: 'channel', type: 'text', usual: 'email', title: { en: 'Channel', es: 'Canal' } },
  ],
  columns: [
    columns.month,
    own('joined', 'count', 'Joined', 'Altas'),
    own('left', 'count', 'Left', 'Bajas'),
    own('net', 'count', 'Net', 'Neto'),
    own('total', 'count', 'On the list at the end', 'En la lista al final'),
  ],
  sql: `with ${said},
months as (
  select month, count(*) filter (where ${isYes}) as joined, count(*) filter (where ${isNo}) as "left", max(day) as last from said group by 1
),
totals as (select *, sum(joined - "left") over (order by month) as total from months)
select month, joined, "left", joined - "left" as net, total::bigint as total from totals
where month between strftime($from::date, '%Y-%m') and strftime($to::date, '%Y-%m') order by month`,
  rows: {
    sql: `with ${said} select profile_id, said_at, status, source, month from said
where day between $from::date and $to::date and ($group is null or month = $group) and (${isYes} or (${isNo})) order by said_at`,
  },
  chart: { kind: 'line', x: 'month', y: ['total'] },
};
