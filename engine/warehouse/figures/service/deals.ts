import { columns, endOf, own, period } from '../common.ts';
import type { Figure } from '../figure.ts';

const expected = `deals as (
  select *, substr(close_on, 1, 7) as month, ${endOf('deal', 'stage')} as ends from records
  where kind = 'deal' and currency = $currency and close_on between $from and $to
)`;

/** What deals were expected to bring, and what they brought. */
export const deals: Figure = {
  key: 'deals',
  group: 'service',
  title: { en: 'Deals: expected and won', es: 'Negocios: previstos y ganados' },
  definition: {
    en: 'Deals by the month they are expected to close in, with their amounts: all of them, those that are won, those that are lost, and those still open, as the stages of the object `deal` say. Deals without an amount, in another currency or without a day are left out.',
    es: 'Negocios por el mes previsto de cierre, con sus importes: todos, los ganados, los perdidos y los abiertos, según las etapas del objeto `deal`. No cuentan los negocios sin importe, en otra moneda o sin fecha.',
  },
  parameters: period,
  columns: [
    columns.month,
    own('deals', 'count', 'Deals', 'Negocios'),
    own('expected', 'money', 'Expected', 'Previsto'),
    own('won', 'money', 'Won', 'Ganado'),
    own('lost', 'money', 'Lost', 'Perdido'),
    own('open', 'money', 'Open', 'Abierto'),
  ],
  sql: `with ${expected}
select month, count(*) as deals, sum(amount)::bigint as expected,
  coalesce(sum(amount) filter (where ends = 'won'), 0)::bigint as won,
  coalesce(sum(amount) filter (where ends = 'lost'), 0)::bigint as lost,
  coalesce(sum(amount) filter (where ends is null or ends = 'done'), 0)::bigint as open
from deals group by 1 order by 1`,
  rows: {
    sql: `with ${expected} select record_id, owner, stage, amount, close_on, created_at from deals where $group is null or month = $group order by close_on`,
  },
  chart: { kind: 'bar', x: 'month', y: ['expected', 'won', 'lost'] },
  scopes: ['records:read'],
};
