import { columns, costOfChannel, localDay, messagesInPeriod, own, period } from '../common.ts';
import type { Figure } from '../figure.ts';

const rate = (field: string): string => `count(*) filter (where ${field} is not null) / count(*)`;

/** How mails arrive, by who runs the mailbox. */
export const deliverability: Figure = {
  key: 'deliverability',
  group: 'messages',
  title: { en: 'Deliverability by mailbox provider', es: 'Entregabilidad por proveedor de buzón' },
  definition: {
    en: 'Mails that were accepted in the period, by who runs the mailbox: what bounced, and what was marked as spam. Gmail and Yahoo ask senders to stay below 0.1 % complaints and never to reach 0.3 %. They count complaints of delivered mail themselves, and Gmail reports none: its own figure is in Postmaster Tools.',
    es: 'Correos aceptados en el periodo, por proveedor del buzón: cuántos rebotaron y cuántos se marcaron como spam. Gmail y Yahoo piden estar por debajo del 0,1 % de quejas y no llegar nunca al 0,3 %. Ellos cuentan las quejas sobre lo entregado, y Gmail no las comunica: su cifra está en Postmaster Tools.',
  },
  parameters: period,
  columns: [
    own('provider', 'text', 'Mailbox provider', 'Proveedor'),
    columns.sent,
    own('bounced', 'share', 'Bounced', 'Rebotados'),
    own('complaints', 'share', 'Marked as spam', 'Marcados como spam'),
    own('unsubscribed', 'share', 'Unsubscribed', 'Bajas'),
    own('verdict', 'text', 'Against the limit', 'Frente al límite'),
  ],
  sql: `with ${messagesInPeriod},
mails as (select a.*, coalesce(p.mailbox_provider, 'other') as provider from accepted a left join profiles p using (profile_id) where channel = 'email')
select provider, count(*) as sent, ${rate('bounced_at')} as bounced, ${rate('complained_at')} as complaints, ${rate('unsubscribed_at')} as unsubscribed,
  case when ${rate('complained_at')} >= 0.003 then 'above 0.3 %' when ${rate('complained_at')} >= 0.001 then 'above 0.1 %' else 'below 0.1 %' end as verdict
from mails group by 1 order by sent desc, 1`,
  rows: {
    sql: `with ${messagesInPeriod}
select a.message_id, a.profile_id, p.mailbox_provider as provider, a.journey, a.accepted_at, a.bounced_at, a.complained_at
from accepted a left join profiles p using (profile_id)
where channel = 'email' and ($group is null or coalesce(p.mailbox_provider, 'other') = $group)
order by coalesce(a.complained_at, a.bounced_at) desc nulls last, a.accepted_at`,
  },
  chart: { kind: 'bar', x: 'provider', y: ['complaints'] },
};

/** What goes by which channel, and what a contact costs. */
export const channelMix: Figure = {
  key: 'channel-mix',
  group: 'messages',
  title: { en: 'Channels and cost per contact', es: 'Canales y coste por contacto' },
  definition: {
    en: 'Messages that were accepted in the period, by channel. The cost is `messageCosts` of ciclo.json, 0 where it names none. A contact is a person who got at least one message.',
    es: 'Mensajes aceptados en el periodo, por canal. El coste es `messageCosts` de ciclo.json, 0 si no lo indica. Un contacto es una persona que recibió al menos un mensaje.',
  },
  parameters: period,
  columns: [
    columns.channel,
    columns.sent,
    own('people', 'count', 'People', 'Personas'),
    columns.opened,
    columns.clicked,
    columns.sendingCost,
    own('per_contact', 'money', 'Cost per contact', 'Coste por contacto'),
  ],
  sql: `with ${messagesInPeriod}
select channel, count(*) as sent, count(distinct profile_id) as people, count(opened_at) as opened, count(clicked_at) as clicked,
  round(count(*) * ${costOfChannel})::bigint as sending_cost, round(count(*) * ${costOfChannel} / count(distinct profile_id))::bigint as per_contact
from accepted group by 1 order by sent desc, 1`,
  rows: {
    sql: `with ${messagesInPeriod} select message_id, profile_id, journey, channel, accepted_at, opened_at, clicked_at from accepted
where $group is null or channel = $group order by accepted_at`,
  },
  chart: { kind: 'bar', x: 'channel', y: ['sent'] },
};

/** When messages are read. */
export const sendTimes: Figure = {
  key: 'send-times',
  group: 'messages',
  title: { en: 'Best hours to send', es: 'Mejores horas de envío' },
  definition: {
    en: 'Marketing messages by the weekday (1 is Monday) and hour of the tenant’s zone at which they were accepted, and the share that was clicked.',
    es: 'Mensajes de marketing por el día de la semana (1 es lunes) y la hora, en la zona del negocio, en que se aceptaron, y la proporción con clic.',
  },
  parameters: period,
  columns: [
    own('weekday', 'count', 'Weekday', 'Día de la semana'),
    own('hour', 'count', 'Hour', 'Hora'),
    columns.sent,
    columns.clicked,
    own('rate', 'share', 'Clicked', 'Con clic'),
  ],
  sql: `with ${messagesInPeriod},
timed as (select *, timezone($zone, accepted_at::timestamptz) as local from accepted where class = 'marketing')
select isodow(local) as weekday, hour(local) as hour, count(*) as sent, count(clicked_at) as clicked, count(clicked_at) / count(*) as rate
from timed group by 1, 2 order by 1, 2`,
  rows: {
    sql: `with ${messagesInPeriod} select message_id, profile_id, journey, channel, accepted_at, clicked_at from accepted
where class = 'marketing' and ($group is null or isodow(${localDay('accepted_at')}) = try_cast($group as integer)) order by accepted_at`,
  },
  chart: { kind: 'heat', x: 'hour', y: 'weekday', value: 'rate' },
};
