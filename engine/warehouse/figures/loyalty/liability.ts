import { asOf, isUpTo, own, pointValue } from '../common.ts';
import type { Figure } from '../figure.ts';

const upTo = `posted as (select * from points where ${isUpTo('posted_at')})`;

/** What the points of members are worth. */
export const loyaltyLiability: Figure = {
  key: 'loyalty-liability',
  group: 'loyalty',
  title: { en: 'Liability of points', es: 'Pasivo por puntos' },
  definition: {
    en: 'Points that members could use at the end of the day, and those that are pending, by programme, and what they are worth at the value given. All points count: how many will never be used is an estimate that this figure does not make.',
    es: 'Puntos que los miembros podían usar al final del día, y los pendientes, por programa, y su valor al precio indicado. Cuentan todos los puntos: cuántos no se usarán nunca es una estimación que esta cifra no hace.',
  },
  parameters: [asOf, pointValue],
  columns: [
    own('program', 'text', 'Programme', 'Programa'),
    own('members', 'count', 'Members with points', 'Miembros con puntos'),
    own('balance', 'count', 'Points', 'Puntos'),
    own('pending', 'count', 'Pending', 'Pendientes'),
    own('earned', 'count', 'Earned ever', 'Ganados en total'),
    own('spent', 'count', 'Spent ever', 'Gastados en total'),
    own('liability', 'money', 'Liability', 'Pasivo'),
  ],
  sql: `with ${upTo},
balances as (select program, profile_id, sum(active) as active, sum(pending) as pending from posted group by 1, 2),
sums as (
  select program, sum(active) filter (where active > 0) as earned, -sum(active) filter (where kind = 'spend') as spent from posted group by 1
)
select program, count(*) filter (where b.active > 0) as members, sum(b.active)::bigint as balance, sum(b.pending)::bigint as pending,
  coalesce(any_value(earned), 0)::bigint as earned, coalesce(any_value(spent), 0)::bigint as spent,
  ((sum(b.active) + sum(b.pending)) * $point_value::bigint)::bigint as liability
from balances b join sums using (program) group by 1 order by 1`,
  rows: {
    sql: `with ${upTo} select profile_id, program, kind, posted_at, active, pending from posted where $group is null or program = $group order by posted_at`,
  },
  chart: { kind: 'bar', x: 'program', y: ['liability'] },
};
