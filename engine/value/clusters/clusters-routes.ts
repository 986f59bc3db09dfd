import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, withKey } from '../../../api/admin/kit.ts';
import { readerQuery } from '../../../api/admin/reader.ts';
import type { ApiEnv } from '../../../api/http/env.ts';
import { clusterMinimum } from '../../../domain/clusters/find-clusters.ts';
import { conditionsOf } from '../../../domain/clusters/find-rule.ts';
import { structureOf } from '../../../domain/clusters/silhouette.ts';
import { describeCluster } from '../../../domain/clusters/words.ts';
import type { LedgerLocale } from '../../../domain/ledger/reasons.ts';
import type { BuyerClusters, FindBuyerClusters } from './find-buyer-clusters.ts';

const share = z.number().openapi({ description: 'A part of one.' });

const clusterSchema = z.object({
  name: z.string().openapi({ description: 'What differs most, in words.' }),
  people: z.int(),
  share,
  differs: z.array(z.string()).openapi({ description: 'The differences to all buyers, the greatest first.' }),
  rule: z.array(z.string()).openapi({ description: 'Conditions that find them, in words; all hold.' }),
  when: z
    .record(z.string(), z.unknown())
    .openapi({ description: 'The same conditions, as the file of a segment has them.' }),
  precision: share.openapi({
    description:
      'What part of those whom the conditions find is of the group; on people with whom they were not found.',
  }),
  recall: share.openapi({ description: 'What part of the group the conditions find; likewise.' }),
});

const clustersSchema = z
  .object({
    state: z.enum(['ready', 'not-enough-data']),
    needs: z.object({ buyers: z.int() }),
    lookedAt: z.int().openapi({ description: 'How many buyers were looked at.' }),
    isExact: z.boolean().openapi({ description: 'False: of more than 2,000 buyers a random part.' }),
    currency: z.string(),
    silhouette: z
      .number()
      .optional()
      .openapi({ description: 'How well the groups stand apart, from -1 to 1 (Rousseeuw, 1987).' }),
    structure: z.enum(['strong', 'reasonable', 'weak', 'none']).optional().openapi({
      description: 'What that says: above 0.7, 0.5, 0.25, and below (Kaufman and Rousseeuw, 1990).',
    }),
    tried: z
      .array(z.object({ k: z.int(), silhouette: z.number() }))
      .openapi({ description: 'The numbers of groups that were tried; the best was taken.' }),
    clusters: z.array(clusterSchema),
  })
  .openapi('BuyerClusters');

const route = createRoute({
  method: 'get',
  path: '/value/clusters',
  tags: ['Profiles'],
  summary: 'Groups of buyers that are found in the data, in words and with conditions for a segment',
  description:
    'k-means over recency, orders and revenue (by their logarithms) and the categories people own. Nothing is stored; the same buyers give the same groups.',
  security: withKey,
  request: { query: readerQuery.pick({ locale: true }) },
  responses: { 200: answer({ description: 'As of now.', schema: clustersSchema }), ...commonProblems },
});

const bodyOf = (clusters: BuyerClusters, locale: LedgerLocale): z.infer<typeof clustersSchema> => {
  const { found, lookedAt, isExact, currency } = clusters;
  const told = { needs: { buyers: clusterMinimum }, lookedAt, isExact, currency };
  if (found === undefined) return { state: 'not-enough-data', ...told, tried: [], clusters: [] };
  return {
    state: 'ready',
    ...told,
    silhouette: found.silhouette,
    structure: structureOf(found.silhouette),
    tried: found.tried.map(({ k, silhouette }) => ({ k, silhouette })),
    clusters: found.clusters.map(({ people, share: part, differs, rule, quality }) => {
      const words = describeCluster({ differs, rule, locale, currency });
      return {
        name: words.name,
        people,
        share: part,
        differs: [...words.differs],
        rule: [...words.rule],
        when: { ...conditionsOf(rule) },
        precision: quality.precision,
        recall: quality.recall,
      };
    }),
  };
};

/** `/api/value/clusters`: groups of buyers that are found in the data. */
export const clusterRoutes = (deps: { findBuyerClusters: FindBuyerClusters }): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(route, async (c) => {
    const { locale = 'en' } = c.req.valid('query');
    return c.json(bodyOf(await deps.findBuyerClusters(c.get('key').tenant), locale), 200);
  });
