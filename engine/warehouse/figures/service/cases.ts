import { columns, endOf, isInPeriod, localDay, own, period } from '../common.ts';
import type { Figure } from '../figure.ts';

const opened = `cases as (
  select r.*, strftime(${localDay('r.created_at')}, '%Y-%m') as month,
    date_diff('second', r.created_at, r.first_reply_at) / 3600.0 as reply_hours,
    case when ${endOf('case', 'r.stage')} is not null then date_diff('second', r.created_at, s.solved_at) / 3600.0 end as solved_hours
  from records r left join (
    select record_id, max(changed_at) as solved_at from stage_changes
    where kind = 'case' and ${endOf('case', 'to_stage')} is not null and ${endOf('case', 'from_stage')} is null group by 1
  ) s using (record_id)
  where r.kind = 'case' and ${isInPeriod('r.created_at')}
)`;

/** How quickly and how well people are helped. */
export const service: Figure = {
  key: 'service',
  group: 'service',
  title: { en: 'Customer service', es: 'Atención al cliente' },
  definition: {
    en: 'Cases by the month they were opened in: how many, the median time until the first answer and until they were solved (all hours, not business hours; the last time, of a case that was opened again; as the stages of the object `case` say), and the mean satisfaction from 1 to 5 of those who said it.',
    es: 'Casos por el mes en que se abrieron: cuántos, la mediana del tiempo hasta la primera respuesta y hasta la solución (horas naturales; la última, si se reabrió; según las etapas del objeto `case`), y la satisfacción media de 1 a 5 de quienes la dieron.',
  },
  parameters: period,
  columns: [
    columns.month,
    own('cases', 'count', 'Cases', 'Casos'),
    own('answered', 'count', 'Answered', 'Respondidos'),
    own('first_answer', 'hours', 'First answer', 'Primera respuesta'),
    own('solved', 'count', 'Solved', 'Resueltos'),
    own('solution', 'hours', 'Solved after', 'Resueltos tras'),
    own('satisfaction', 'number', 'Satisfaction', 'Satisfacción'),
  ],
  sql: `with ${opened}
select month, count(*) as cases, count(reply_hours) as answered, median(reply_hours) as first_answer, count(solved_hours) as solved,
  median(solved_hours) as solution, avg(satisfaction) as satisfaction
from cases group by 1 order by 1`,
  rows: {
    sql: `with ${opened} select record_id, profile_id, stage, priority, created_at, reply_hours, solved_hours, satisfaction from cases
where $group is null or month = $group order by created_at`,
  },
  chart: { kind: 'line', x: 'month', y: ['first_answer', 'solution'] },
  scopes: ['records:read'],
};
