import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import { broadcastPath } from './broadcast-answer.ts';

const count = z.int();
const reasons = z.array(z.looseObject({ text: z.string(), people: count }));
const rate = z.looseObject({ value: z.number(), low: z.number(), high: z.number() });

const audienceSchema = z.looseObject({
  matched: count,
  lookedAt: count,
  isExact: z.boolean(),
  reached: z.looseObject({ people: count, low: count, high: count }),
  sent: count,
  heldOut: count,
  skipped: reasons,
  waits: reasons,
});

const resultsSchema = z.looseObject({
  progress: z.looseObject({
    matched: count,
    sent: count,
    heldOut: count,
    waiting: count,
    skipped: reasons,
    failed: reasons,
  }),
  variants: z.array(
    z.looseObject({
      name: z.string(),
      message: z.string(),
      sent: count,
      openRate: rate,
      clickRate: rate,
      unsubscribeRate: rate,
    }),
  ),
  converted: count,
  revenue: z.array(z.looseObject({ currency: z.string(), amount: z.number() })),
  lift: z.looseObject({ text: z.array(z.string()) }).optional(),
  experiment: z.looseObject({ text: z.array(z.string()) }).optional(),
});

const percent = (value: number): string => `${(value * 100).toFixed(1)}%`;
const shown = ({ value, low, high }: z.infer<typeof rate>): string =>
  `${percent(value)} (${percent(low)} to ${percent(high)})`;

const sayReasons = (rows: z.infer<typeof reasons>, say: Say): void => {
  for (const { text, people } of rows) say(`  ${people}: ${text}`);
};

/** `ciclo broadcasts audience`. */
export const audienceCommand: CommandDefinition = {
  usage: 'audience <id>',
  summary: 'whom a broadcast would reach now, and who falls away and why',
  examples: ['ciclo broadcasts audience 4kQ9'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (id: string) => {
        const client = await connect();
        const { plan } = z
          .looseObject({ plan: z.looseObject({}) })
          .parse(await client.call({ path: broadcastPath(id) }));
        const asked = { path: '/api/broadcasts/audience', method: 'POST', body: { plan, id } } as const;
        const found = audienceSchema.parse(await client.call(asked));
        const { reached, lookedAt } = found;
        const about = found.isExact
          ? ''
          : ` (${reached.low} to ${reached.high}, estimated from ${lookedAt} of them drawn at random)`;
        say(`${found.matched} people match; ${reached.people} would get it${about}.`);
        if (found.heldOut > 0) say(`  ${found.heldOut}: Held out, to measure the effect.`);
        sayReasons(found.skipped, say);
        if (found.waits.length > 0) say('Later:');
        sayReasons(found.waits, say);
        return 0;
      }),
    ),
};

/** `ciclo broadcasts results`. */
export const resultsCommand: CommandDefinition = {
  usage: 'results <id>',
  summary: 'how far a broadcast has come, and what came of it',
  examples: ['ciclo broadcasts results 4kQ9'],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async (id: string) => {
        const path = broadcastPath(id, 'results');
        const found = resultsSchema.parse(await (await connect()).call({ path }));
        const { progress, variants, converted, revenue } = found;
        const { matched, sent, heldOut, waiting } = progress;
        say(`${matched} matched, ${sent} sent, ${waiting} waiting, ${heldOut} held out.`);
        sayReasons([...progress.skipped, ...progress.failed], say);
        const rows = variants.map((one) => [
          one.name,
          one.message,
          one.sent,
          shown(one.openRate),
          shown(one.clickRate),
          shown(one.unsubscribeRate),
        ]);
        say(table({ head: ['variant', 'message', 'sent', 'opened', 'clicked', 'unsubscribed'], rows }));
        const worth = revenue.map(({ currency, amount }) => `${amount} ${currency}`).join(', ');
        say(`${converted} reached the goal${worth === '' ? '' : `, worth ${worth}`}.`);
        for (const line of [...(found.experiment?.text ?? []), ...(found.lift?.text ?? [])]) say(line);
        return 0;
      }),
    ),
};
