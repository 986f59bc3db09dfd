import { z } from '@hono/zod-openapi';

import { instant, iso, isoField } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import { placementStates, postStateOf } from '../../domain/posts/placement.ts';
import type { PostWithPlacements } from './make-posts.ts';
import type { PlacementRow } from './ports.ts';

const why = {
  code: z.string().optional().openapi({ description: 'Why it waits, failed or is not confirmed.' }),
  message: z.string().optional(),
};

const commentSchema = z.object({
  state: z.enum(['waiting', 'published', 'failed', 'unconfirmed']),
  externalId: z.string().optional(),
  url: z.string().optional(),
  ...why,
});

const placementSchema = z
  .object({
    instance: z.string(),
    state: z.enum(placementStates).openapi({
      description:
        '`processing`: the network has it and is not done. `unconfirmed`: it may or may not be there, and nobody posts it again before a person has looked.',
    }),
    nextAt: instant.optional().openapi({ description: 'When something is done about it next.' }),
    publishedAt: instant.optional(),
    externalId: z.string().optional().openapi({ description: 'Its id on the network.' }),
    url: z.string().optional(),
    ...why,
    comment: commentSchema.optional(),
  })
  .openapi('PostPlacement');

/** A post as the API shows it. */
export const postSchema = z
  .object({
    id: z.string(),
    state: z
      .enum(['scheduled', 'publishing', 'published', 'partly', 'failed', 'unconfirmed', 'cancelled'])
      .openapi({ description: '`partly`: on some networks only.' }),
    text: z.string(),
    link: z.string().optional(),
    comment: z.string().optional(),
    images: z.array(z.object({ image: z.string(), type: z.string(), size: z.int(), alt: z.string() })),
    at: instant,
    createdAt: instant,
    by: z.string().optional(),
    campaign: z.string().optional(),
    networks: z.array(placementSchema),
  })
  .openapi('Post');

const placementBody = (row: PlacementRow): z.infer<typeof placementSchema> => {
  const { instance, state, due, publishedAt, externalId, url, code, message, comment } = row;
  return {
    instance,
    state,
    ...isoField('nextAt', due),
    ...isoField('publishedAt', publishedAt),
    ...given({ externalId, url, code, message, comment }),
  };
};

/** What the API says of a post. */
export const postBody = ({ post, placements }: PostWithPlacements): z.infer<typeof postSchema> => {
  const { id, text, link, comment, images, at, createdAt, by, campaign, networks } = post;
  const order = new Map(networks.map(({ instance }, index) => [instance, index]));
  const inOrder = placements.toSorted((a, b) => (order.get(a.instance) ?? 0) - (order.get(b.instance) ?? 0));
  return {
    id,
    state: postStateOf(placements),
    text,
    ...given({ link, comment, by, campaign }),
    images: images.map(({ id: image, type, size, alt }) => ({ image, type, size, alt })),
    at: iso(at),
    createdAt: iso(createdAt),
    networks: inOrder.map(placementBody),
  };
};
