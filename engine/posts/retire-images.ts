import type { Clock } from '../clock/clock.ts';
import type { PostImageStore, PostStore } from './ports.ts';

/** An image that was sent has so long to be named by a post before anybody asks. Real time. */
export const imageGraceMs = 3_600_000;

const pageSize = 50;

/**
 * Makes the look at images whose time to be named is over: one that a post names stays as long as the post, which is for good; any other
 * is over, and goes when its retention class (`postImages`) says so. An image that is sent or named again meanwhile is looked at again later.
 */
export const createRetireImages = (use: {
  posts: Pick<PostStore, 'naming'>;
  postImages: Pick<PostImageStore, 'due' | 'settle'>;
  clock: Pick<Clock, 'systemTime'>;
}): (() => Promise<boolean>) => {
  return async () => {
    const due = await use.postImages.due({ now: use.clock.systemTime(), limit: pageSize });
    for (const image of due) {
      const { tenant, id } = image;
      const isNamed = await use.posts.naming({ tenant, image: id });
      await use.postImages.settle({ ...image, isOver: !isNamed });
    }
    return due.length === pageSize;
  };
};
