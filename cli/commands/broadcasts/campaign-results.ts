import { z } from 'zod';

import { fromMinor } from '../../../domain/money.ts';
import { table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';

const count = z.int();
const resultsSchema = z.looseObject({
  people: count,
  totals: z.array(
    z.looseObject({
      currency: z.string(),
      budget: count.optional(),
      cost: count,
      revenue: count,
      return: z.number().optional(),
    }),
  ),
  sources: z.array(
    z.looseObject({
      kind: z.string(),
      name: z.string(),
      sent: count,
      clicked: count,
      converted: count,
      revenue: z.array(z.looseObject({ currency: z.string(), amount: z.number() })),
    }),
  ),
});

/** `ciclo broadcasts campaign`. */
export const campaignCommand: CommandDefinition = {
  usage: 'campaign <id>',
  summary: 'what a campaign cost and brought over its journeys and broadcasts',
  examples: ['ciclo broadcasts campaign r7Hc'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (id: string) => {
        const client = await connect();
        const path = `/api/records/campaign/${encodeURIComponent(id)}/results`;
        const { totals, sources, people } = resultsSchema.parse(await client.call({ path }));
        for (const { currency, budget, cost, revenue, return: gained } of totals) {
          const shown = (minor: number): string => `${fromMinor({ minor, currency })} ${currency}`;
          const planned = budget === undefined ? '' : `Budget ${shown(budget)}, cost`;
          const back = gained === undefined ? '' : `, return ${(gained * 100).toFixed(1)}%`;
          say(`${planned === '' ? 'Cost' : planned} ${shown(cost)}, revenue ${shown(revenue)}${back}.`);
        }
        say(`${people} people reached a goal.`);
        const rows = sources.map((one) => [
          one.kind,
          one.name,
          one.sent,
          one.clicked,
          one.converted,
          one.revenue.map(({ amount, currency }) => `${amount} ${currency}`).join(' + '),
        ]);
        say(table({ head: ['kind', 'name', 'sent', 'clicked', 'converted', 'revenue'], rows }));
        return 0;
      }),
    ),
};
