import { z } from '@hono/zod-openapi';

import { currency, instant, iso, isoField } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import { fromMinor } from '../../domain/money.ts';
import type { Money } from '../../domain/objects/fields/money.ts';
import { postStateOf } from '../../domain/posts/placement.ts';
import type { CampaignResults, CampaignSource } from './campaign-results.ts';

const count = z.int();
const minor = z.int().openapi({ description: 'In the smallest unit of the currency.' });
const money = z.object({ currency, minor, amount: z.number() });

const totalSchema = z.object({
  currency,
  budget: minor.optional(),
  cost: minor.openapi({ description: 'The costs of the record and of sending, in minor units.' }),
  sendingCost: minor.openapi({ description: 'Messages by `messageCosts` of ciclo.json.' }),
  revenue: minor.openapi({
    description:
      'What goals of its journeys and broadcasts are worth, each order once, less what was given back.',
  }),
  refunded: minor.openapi({
    description: 'What of the orders was refunded or cancelled since; revenue is without it.',
  }),
  profit: minor.openapi({ description: 'Revenue less cost.' }),
  return: z
    .number()
    .optional()
    .openapi({ description: 'Profit by cost: 1.5 is 150%. Absent where nothing was spent.' }),
});

const sourceSchema = z.object({
  kind: z.enum(['journey', 'broadcast']),
  id: z.string().openapi({ description: 'The key of the journey, or the id of the broadcast.' }),
  name: z.string(),
  entered: count,
  sent: count,
  opened: count,
  clicked: count,
  unsubscribed: count,
  converted: count,
  revenue: z
    .array(money)
    .openapi({ description: 'Before refunds. An order that reached several goals is in each.' }),
});

export const campaignResultsSchema = z
  .object({
    countedAt: instant.openapi({
      description: 'When runs and messages were counted; those of a large campaign are kept for a while.',
    }),
    from: instant.optional().openapi({ description: 'Since when people came into its journeys.' }),
    until: instant.optional().openapi({ description: 'Until when, this instant left out.' }),
    people: count.openapi({ description: 'People who reached a goal.' }),
    totals: z.array(totalSchema).openapi({ description: 'By currency; nothing is converted.' }),
    sources: z.array(sourceSchema),
    posts: z
      .array(z.object({ id: z.string(), state: z.string(), text: z.string(), at: instant }))
      .openapi({ description: 'No revenue is credited to posts.' }),
  })
  .openapi('CampaignResults');

const moneyBody = ({ currency: of, minor: amount }: Money) => ({
  currency: of,
  minor: amount,
  amount: fromMinor({ minor: amount, currency: of }),
});

const sourceBody = (source: CampaignSource): z.infer<typeof sourceSchema> => {
  const { kind, id, name, entered, converted, revenue, messages } = source;
  const sum = (field: 'sent' | 'opened' | 'clicked' | 'unsubscribed'): number =>
    messages.reduce((all, one) => all + one[field], 0);
  return {
    kind,
    id,
    name,
    entered,
    sent: sum('sent'),
    opened: sum('opened'),
    clicked: sum('clicked'),
    unsubscribed: sum('unsubscribed'),
    converted,
    revenue: revenue.map(moneyBody),
  };
};

/** Results of a campaign as answers show them. */
export const campaignResultsBody = (results: CampaignResults): z.infer<typeof campaignResultsSchema> => ({
  countedAt: iso(results.countedAt),
  ...isoField('from', results.from),
  ...isoField('until', results.until),
  people: results.people,
  totals: results.totals.map(({ budget, return: gained, ...total }) => ({
    ...total,
    ...given({ budget, return: gained }),
  })),
  sources: results.sources.map(sourceBody),
  posts: results.posts.map(({ post, placements }) => ({
    id: post.id,
    state: postStateOf(placements),
    text: post.text,
    at: iso(post.at),
  })),
});
