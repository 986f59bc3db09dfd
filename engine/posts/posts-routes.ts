import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { findProfile, whoSchema } from '../../api/admin/find-profile.ts';
import {
  answer,
  commonProblems,
  conflictProblem,
  createRoutes,
  idempotencyHeader,
  jsonBody,
  listing,
  notFoundProblem,
  problemItem,
  text,
  unprocessableProblem,
  withKey,
} from '../../api/admin/kit.ts';
import { given, readPage } from '../../api/admin/paging.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { FindPeople } from '../../api/ports/people.ts';
import { CicloError, notFound } from '../../domain/errors.ts';
import type { Links } from '../../domain/messages/links/links.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import { givenKey } from '../loyalty/given-key.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { Posts, PostWithPlacements, WantedPost } from './make-posts.ts';
import { postBody, postSchema } from './post-body.ts';
import type { PlacementStore, PostStore } from './ports.ts';

const instance = text(50);
const textMax = 10_000;
const url = z.url({ protocol: /^https?$/ }).max(2_000);

const wantedSchema = z.strictObject({
  text: z.string().max(textMax).default(''),
  link: url.optional().openapi({ description: 'What the post leads to.' }),
  recommendedBy: whoSchema.optional().openapi({
    description:
      'An advocate, named in one way: the post leads to the shop under their referral code, instead of `link`.',
  }),
  images: z
    .array(
      z.strictObject({
        image: text(100).openapi({ description: '`id` of `POST /api/posts/images`.' }),
        alt: z.string().max(2_000).default('').openapi({ description: 'What can be seen on it.' }),
      }),
    )
    .max(10)
    .default([]),
  comment: text(textMax).optional().openapi({ description: 'Said below it right after.' }),
  networks: z
    .array(
      z.strictObject({
        instance: instance.openapi({ description: 'A plugin instance that publishes posts.' }),
        text: z.string().max(textMax).optional().openapi({ description: 'Instead of `text` there.' }),
        comment: text(textMax).nullable().optional().openapi({
          description: 'Instead of `comment` there; null for none.',
        }),
      }),
    )
    .min(1)
    .max(20)
    .refine((all) => new Set(all.map((one) => one.instance)).size === all.length, {
      message: 'Each network can stand here once.',
    }),
  at: z.iso.datetime({ offset: true }).optional().openapi({
    description: 'When it is to be published; at once by default.',
  }),
  campaign: text(200).optional().openapi({ description: 'The id of the campaign it belongs to.' }),
});

const listRoute = createRoute({
  method: 'get',
  path: '/posts',
  tags: ['Posts'],
  summary: 'Posts on social networks, the latest first',
  ...listing({
    description: 'A page of posts.',
    filters: { campaign: text(200).optional().openapi({ description: 'The id of a campaign.' }) },
    rows: { posts: z.array(postSchema) },
  }),
});

const networksRoute = createRoute({
  method: 'get',
  path: '/posts/networks',
  tags: ['Posts'],
  summary: 'The plugin instances that publish posts, and what their networks take',
  security: withKey,
  responses: {
    200: answer({
      description: 'The networks.',
      schema: z.object({
        networks: z.array(
          z.object({
            instance: z.string(),
            plugin: z.string(),
            textMax: z.int(),
            comments: z.boolean().openapi({ description: 'Whether it takes a first comment.' }),
            images: z.object({
              max: z.int(),
              types: z.array(z.string()),
              maxBytes: z.int(),
              altMax: z.int(),
              needed: z.boolean(),
            }),
          }),
        ),
      }),
    }),
    ...commonProblems,
  },
});

const makeRoute = createRoute({
  method: 'post',
  path: '/posts',
  tags: ['Posts'],
  summary: 'Publish a post on social networks, at once or at a time',
  description:
    'What each network takes is checked first, and everything that is wrong is told at once. The same `Idempotency-Key` is the same post, for good.',
  security: withKey,
  request: { headers: idempotencyHeader, body: jsonBody(wantedSchema) },
  responses: {
    200: answer({ description: 'The post, as it stands now.', schema: postSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...conflictProblem,
    ...unprocessableProblem,
  },
});

const checkRoute = createRoute({
  method: 'post',
  path: '/posts/check',
  tags: ['Posts'],
  summary: 'What would keep a post from being published',
  security: withKey,
  request: { body: jsonBody(wantedSchema) },
  responses: {
    200: answer({
      description: 'Everything that is wrong; nothing when it can be published.',
      schema: z.object({ problems: z.array(problemItem) }),
    }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const params = z.object({ id: text(100) });

const readRoute = createRoute({
  method: 'get',
  path: '/posts/{id}',
  tags: ['Posts'],
  summary: 'One post, and how it stands on each network',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The post.', schema: postSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const cancelRoute = createRoute({
  method: 'post',
  path: '/posts/{id}/cancel',
  tags: ['Posts'],
  summary: 'Cancel a post on the networks where nothing has begun',
  security: withKey,
  request: { params },
  responses: {
    200: answer({ description: 'The post, as it stands now.', schema: postSchema }),
    ...commonProblems,
    ...notFoundProblem,
  },
});

const resolveRoute = createRoute({
  method: 'post',
  path: '/posts/{id}/networks/{instance}/resolve',
  tags: ['Posts'],
  summary: 'Say whether a post that is not confirmed is on the network',
  description: 'One that is not there is posted again.',
  security: withKey,
  request: {
    params: params.extend({ instance }),
    body: jsonBody(
      z.strictObject({
        published: z.boolean().openapi({ description: 'Whether it can be seen on the network.' }),
        url: url.optional(),
      }),
    ),
  },
  responses: {
    200: answer({ description: 'The post, as it stands now.', schema: postSchema }),
    ...commonProblems,
    ...notFoundProblem,
    ...unprocessableProblem,
  },
});

type Deps = {
  readonly posts: PostStore;
  readonly placements: PlacementStore;
  readonly postService: Posts;
  readonly live: LiveWorkspaces;
  readonly plugins: Pick<Plugins, 'postsOn'>;
};

const wantedOf = (input: {
  tenant: string;
  key: string;
  body: z.output<typeof wantedSchema>;
  user?: { readonly id: string } | undefined;
}): WantedPost => {
  const { tenant, key, body, user } = input;
  const { at, link, comment, campaign, networks, recommendedBy: _advocate, ...rest } = body;
  return {
    ...rest,
    tenant,
    key,
    ...given({ link, comment, campaign, by: user?.id, at: at === undefined ? undefined : Date.parse(at) }),
    networks: networks.map(({ instance: name, ...own }) => ({ instance: name, ...given(own) })),
  };
};

/** Reads a post that has to be there. */
const existingIn =
  (postService: Posts) =>
  async (named: { tenant: string; id: string }): Promise<PostWithPlacements> => {
    const found = await postService.get(named);
    if (found === undefined) throw notFound('post');
    return found;
  };

/** `/api/posts`: what the business posts on social networks. */
export const postRoutes = (deps: Deps): OpenAPIHono<ApiEnv> => {
  const existing = existingIn(deps.postService);
  return createRoutes()
    .openapi(listRoute, async (c) => {
      const { tenant } = c.get('key');
      const { limit, cursor, campaign } = c.req.valid('query');
      const { items, next } = await readPage({
        c,
        query: { limit, cursor },
        read: (page) => deps.posts.list({ tenant, ...given({ campaign }), ...page }),
        positionOf: (row) => ({ at: row.at, n: 0, id: row.id }),
      });
      const all = await deps.placements.of({ tenant, posts: items.map(({ id }) => id) });
      const posts = items.map((post) =>
        postBody({ post, placements: all.filter((one) => one.post === post.id) }),
      );
      return c.json({ posts, ...given({ next }) }, 200);
    })
    .openapi(networksRoute, async (c) => {
      const { tenant } = c.get('key');
      const found = deps.plugins.postsOn(await deps.live.of(tenant));
      const networks = found.map(({ instance: name, plugin, rules }) => {
        const { textMax: most, comments, images } = rules;
        const { types, needed = false, ...bounds } = images;
        return {
          instance: name,
          plugin,
          textMax: most,
          comments,
          images: { ...bounds, types: [...types], needed },
        };
      });
      return c.json({ networks }, 200);
    })
    .openapi(readRoute, async (c) =>
      c.json(postBody(await existing({ tenant: c.get('key').tenant, id: c.req.valid('param').id })), 200),
    );
};

type ChangeDeps = Pick<Deps, 'postService'> & {
  readonly peopleReads: FindPeople;
  readonly links: Pick<Links, 'referral'>;
};
type Body = z.output<typeof wantedSchema>;

/** Where a post of an advocate's leads: the link of the body stays where it names none. */
const createFollowAdvocate =
  (deps: ChangeDeps) =>
  async (tenant: string, body: Body): Promise<Body> => {
    const { recommendedBy: who } = body;
    if (who === undefined) return body;
    if (body.link !== undefined) {
      const message = 'A post has either `link` or `recommendedBy`.';
      throw new CicloError({ code: 'invalid-input', message });
    }
    const advocate = await findProfile({ people: deps.peopleReads, tenant, who });
    if (advocate === undefined) throw notFound('person');
    return { ...body, link: `${deps.links.referral(advocate.referralCode)}?via=post` };
  };

/** `/api/posts`: publishing, and what a person says of a post. */
export const postChangeRoutes = (deps: ChangeDeps): OpenAPIHono<ApiEnv> => {
  const { postService } = deps;
  const followAdvocate = createFollowAdvocate(deps);
  const existing = existingIn(postService);
  return createRoutes()
    .openapi(makeRoute, async (c) => {
      const { tenant, user } = c.get('key');
      const key = givenKey(c.req.valid('header')['idempotency-key']);
      const body = await followAdvocate(tenant, c.req.valid('json'));
      const made = await postService.make(wantedOf({ tenant, key, body, user }));
      c.set('audited', { subject: made.post.id });
      return c.json(postBody(made), 200);
    })
    .openapi(checkRoute, async (c) => {
      const { tenant } = c.get('key');
      const body = await followAdvocate(tenant, c.req.valid('json'));
      const problems = await postService.check(wantedOf({ tenant, key: '', body }));
      return c.json({ problems: [...problems] }, 200);
    })
    .openapi(cancelRoute, async (c) => {
      const named = { tenant: c.get('key').tenant, id: c.req.valid('param').id };
      await existing(named);
      await postService.cancel(named);
      return c.json(postBody(await existing(named)), 200);
    })
    .openapi(resolveRoute, async (c) => {
      const { id, instance: name } = c.req.valid('param');
      const named = { tenant: c.get('key').tenant, id };
      const { placements } = await existing(named);
      if (!placements.some((one) => one.instance === name)) throw notFound('network of this post');
      const { published: isThere, url: at } = c.req.valid('json');
      const resolved = await postService.resolve({
        ...named,
        instance: name,
        isThere,
        ...given({ url: at }),
      });
      if (!resolved) {
        const message = 'It is known how the post stands on this network.';
        throw new CicloError({ code: 'unprocessable', message });
      }
      c.set('audited', { subject: id, details: { instance: name, published: isThere } });
      return c.json(postBody(await existing(named)), 200);
    });
};
