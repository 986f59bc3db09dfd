import type { Clock } from '../clock/clock.ts';
import type { PostImageStore, PostStore } from './ports.ts';

/** An image that was sent has so long to be named by a post before anybody asks. On the tenant's clock. */
export const imageGraceMs = 3_600_000;

const pageSize = 50;

/**
 * Makes the look at images whose time to be named is over: one that a post names stays as long as the post, which is for good; any other
 * is over, and goes when its retention class (`postImages`) says so. An image that is sent or named again meanwhile is looked at again later.
 */
export const createRetireImages = (use: {
  posts: Pick<PostStore, 'naming'>;
  postImages: Pick<PostImageStore, 'due' | 'settle'>;
  clock: Pick<Clock, 'now'>;
}): ((tenant: string) => Promise<boolean>) => {
  return async (tenant) => {
    const due = await use.postImages.due({ tenant, now: use.clock.now(tenant), limit: pageSize });
    for (const image of due) {
      const isNamed = await use.posts.naming({ tenant, image: image.id });
      await use.postImages.settle({ tenant, ...image, isOver: !isNamed });
    }
    return due.length === pageSize;
  };
};
