import { eachTenant } from '../each-tenant.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Module } from '../module.ts';
import { createCarryPlacements } from './carry-placements.ts';
import { postImageRoutes } from './images-routes.ts';
import { createPosts } from './make-posts.ts';
import { createRetireImages } from './retire-images.ts';
import { postChangeRoutes, postRoutes } from './posts-routes.ts';
import { postImageSchema } from './store/image-schema.ts';
import { createPostImageStore } from './store/images.ts';
import { placementSchema } from './store/placement-schema.ts';
import { createPlacementStore } from './store/placements.ts';
import { postSchema } from './store/post-schema.ts';
import { createPostStore } from './store/posts.ts';

type ImageLoopNeeds = {
  readonly live: LiveWorkspaces;
  readonly retireImages: ReturnType<typeof createRetireImages>;
};

/** Posts of the business on social networks: each is published once on each network, whatever happens. */
export const postsModule = {
  name: 'posts',
  collections: [postSchema, placementSchema, postImageSchema],
  stores: {
    posts: createPostStore,
    placements: createPlacementStore,
    postImages: createPostImageStore,
  },
  services: {
    postService: createPosts,
    carryPlacements: createCarryPlacements,
    retireImages: createRetireImages,
  },
  loops: {
    posts: ({ carryPlacements }: { carryPlacements: ReturnType<typeof createCarryPlacements> }) => ({
      every: 1,
      job: carryPlacements,
    }),
    postImages: ({ live, retireImages }: ImageLoopNeeds) => ({
      every: 60,
      job: eachTenant({ live, look: retireImages }),
    }),
  },
  routes: { postImages: postImageRoutes, posts: postRoutes, postChanges: postChangeRoutes },
  audited: {
    'POST /api/posts': { action: 'post.make' },
    'POST /api/posts/check': 'none',
    'POST /api/posts/images': { action: 'post.image' },
    'POST /api/posts/:id/cancel': { action: 'post.cancel', param: 'id' },
    'POST /api/posts/:id/networks/:instance/resolve': { action: 'post.resolve', param: 'id' },
  },
} as const satisfies Module;
