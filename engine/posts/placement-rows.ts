import type { RuledPost } from '../../domain/posts/post-rules.ts';
import type { PlacementRow, PostRow } from './ports.ts';

/** The words of a post on one of its networks. */
export const wordsOn = (
  post: Pick<PostRow, 'text' | 'comment' | 'networks'>,
  instance: string,
): { readonly text: string; readonly comment: string | undefined } => {
  const own = post.networks.find((one) => one.instance === instance);
  return {
    text: own?.text ?? post.text,
    comment: own?.comment === undefined ? post.comment : (own.comment ?? undefined),
  };
};

/** A post as the rules of one of its networks look at it. */
export const ruledOn = (
  post: Pick<PostRow, 'text' | 'comment' | 'networks' | 'link' | 'images'>,
  instance: string,
): RuledPost => ({ ...wordsOn(post, instance), link: post.link, images: post.images });

/** The placements of a new post, due when it is. */
export const placementsOf = ({ tenant, id: post, at, networks }: PostRow): readonly PlacementRow[] =>
  networks.map(({ instance }) => ({
    tenant,
    post,
    instance,
    state: 'scheduled',
    at,
    act: 'submit',
    due: at,
    tries: 0,
    round: 0,
  }));
