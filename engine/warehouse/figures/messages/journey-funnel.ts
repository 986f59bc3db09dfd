import { isInPeriod, own, period } from '../common.ts';
import type { Figure } from '../figure.ts';

const inPeriod = `runs as (
  select distinct run_id from decisions where journey = $journey and kind = 'entered' and ${isInPeriod('decided_at')}
),
said as (select d.* from decisions d join runs using (run_id) where d.journey = $journey)`;

/** How far people came in a journey. */
export const journeyFunnel: Figure = {
  key: 'journey-funnel',
  group: 'messages',
  title: { en: 'Funnel of a journey', es: 'Embudo de un recorrido' },
  definition: {
    en: 'Runs that entered in the period: how many have a decision at each step, in the order in which most came there, and how many of them sent, skipped or failed to send a message there. “Entered” and “converted” are of whole runs.',
    es: 'Ejecuciones que entraron en el periodo: cuántas tienen una decisión en cada paso, en el orden en que llegaron, y cuántas enviaron, omitieron o no pudieron enviar un mensaje. «Entered» y «converted» son de ejecuciones enteras.',
  },
  parameters: [{ name: 'journey', type: 'text', title: { en: 'Journey', es: 'Recorrido' } }, ...period],
  columns: [
    own('step', 'text', 'Step', 'Paso'),
    own('runs', 'count', 'Runs', 'Ejecuciones'),
    own('people', 'count', 'People', 'Personas'),
    own('share', 'share', 'Of those who entered', 'De los que entraron'),
    own('sent', 'count', 'Sent', 'Enviaron'),
    own('skipped', 'count', 'Skipped', 'Omitieron'),
    own('failed', 'count', 'Failed', 'Fallaron'),
  ],
  sql: `with ${inPeriod},
staged as (
  select case when kind in ('entered', 'converted') then kind else step end as step, * exclude (step) from said
),
firsts as (select run_id, min(decided_at) as began from said group by 1),
ordered as (
  select step, run_id, profile_id, kind, date_diff('second', began, decided_at) as after from staged join firsts using (run_id) where step is not null
)
select step, count(distinct run_id) as runs, count(distinct profile_id) as people,
  count(distinct run_id) / (select count(*) from runs) as share,
  count(distinct run_id) filter (where kind = 'sent') as sent, count(distinct run_id) filter (where kind = 'skipped') as skipped,
  count(distinct run_id) filter (where kind = 'failed') as failed
from ordered group by step
order by step = 'converted', step <> 'entered', median(after), runs desc, step`,
  rows: {
    sql: `with ${inPeriod} select run_id, profile_id, step, kind, reason, decided_at from said
where $group is null or coalesce(step, kind) = $group order by decided_at, run_id`,
  },
  chart: { kind: 'bar', x: 'step', y: ['runs'] },
};
