import { columns, isInPeriod, own, period } from '../common.ts';
import type { Figure } from '../figure.ts';

const inPeriod = `exposed as (
  select *, coalesce(journey, '') as of_journey from exposures
  where step is null and currency = $currency and ${isInPeriod('exposed_at')}
)`;

/** What journeys change, against people who were held out. */
export const holdoutLift: Figure = {
  key: 'holdout-lift',
  group: 'messages',
  title: { en: 'Lift against the holdout', es: 'Mejora frente al grupo de control' },
  definition: {
    en: 'People by chance in a holdout against those who got the messages: the share who reached the goal within its window, and what it was worth per person. The difference has an interval of 95 % (normal approximation with the variances of both arms). An interval that has 0 in it shows no change; with one person in an arm there is none. The holdout of all marketing stands under no journey.',
    es: 'Personas en el grupo de control al azar frente a quienes recibieron los mensajes: la proporción que alcanzó el objetivo en su plazo y su valor por persona. La diferencia tiene un intervalo del 95 % (aproximación normal con la varianza de ambos grupos). Un intervalo que contiene el 0 no muestra cambio; con una sola persona en un grupo no hay. El grupo de control de todo el marketing queda sin recorrido.',
  },
  parameters: period,
  columns: [
    columns.journey,
    own('treated', 'count', 'Treated', 'Tratados'),
    own('held_out', 'count', 'Held out', 'En control'),
    own('treated_rate', 'share', 'Reached the goal', 'Alcanzaron el objetivo'),
    own('held_out_rate', 'share', 'Reached it, held out', 'Lo alcanzaron, en control'),
    own('per_person', 'money', 'More per person', 'Más por persona'),
    own('low', 'money', 'At least', 'Como mínimo'),
    own('high', 'money', 'At most', 'Como máximo'),
  ],
  sql: `with ${inPeriod},
arms as (
  select of_journey, arm, count(*) as people, avg(is_converted::integer) as rate, avg(value) as mean, var_samp(value) / count(*) as error
  from exposed group by 1, 2
)
select t.of_journey as journey, t.people as treated, h.people as held_out, t.rate as treated_rate, h.rate as held_out_rate,
  round(t.mean - h.mean)::bigint as per_person,
  round(t.mean - h.mean - 1.959964 * sqrt(t.error + h.error))::bigint as low,
  round(t.mean - h.mean + 1.959964 * sqrt(t.error + h.error))::bigint as high
from arms t join arms h on h.of_journey = t.of_journey and h.arm = 'held-out' where t.arm = 'treated' order by per_person desc, 1`,
  rows: {
    sql: `with ${inPeriod} select profile_id, of_journey as journey, arm, exposed_at, is_converted, value from exposed
where $group is null or of_journey = $group order by exposed_at`,
  },
  chart: { kind: 'bar', x: 'journey', y: ['per_person'] },
};
