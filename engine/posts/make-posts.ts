import { CicloError } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import { postProblems } from '../../domain/posts/post-rules.ts';
import { confirmed, onceMore } from '../../domain/posts/placement.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import { placementsOf, ruledOn } from './placement-rows.ts';
import { imageGraceMs } from './retire-images.ts';
import type { PlacementRow, PlacementStore, PostImageStore, PostRow, PostStore } from './ports.ts';

/** A post with how it stands on each of its networks. */
export type PostWithPlacements = { readonly post: PostRow; readonly placements: readonly PlacementRow[] };

/** A post as somebody asks for it. */
export type WantedPost = Pick<PostRow, 'text' | 'link' | 'comment' | 'networks' | 'campaign'> & {
  readonly tenant: string;
  /** The same key is the same post. */
  readonly key: string;
  readonly images: readonly { readonly image: string; readonly alt: string }[];
  /** When it is to be published; at once by default. */
  readonly at?: number;
  readonly by?: string;
};

export type Posts = {
  /** Everything that keeps it from being made. */
  readonly check: (wanted: WantedPost) => Promise<readonly Problem[]>;
  /** Makes it, once for a key; throws `invalid-input` with everything that is wrong. */
  readonly make: (wanted: WantedPost) => Promise<PostWithPlacements>;
  readonly get: (input: { tenant: string; id: string }) => Promise<PostWithPlacements | undefined>;
  /** Cancels it on all networks where nothing has begun; answers on how many. */
  readonly cancel: (input: { tenant: string; id: string }) => Promise<number>;
  /** What a person says of a network where nobody knows whether it is there. False when that is known. */
  readonly resolve: (input: {
    tenant: string;
    id: string;
    instance: string;
    isThere: boolean;
    url?: string;
  }) => Promise<boolean>;
};

type Needs = {
  readonly posts: PostStore;
  readonly placements: PlacementStore;
  readonly postImages: Pick<PostImageStore, 'find' | 'hold'>;
  readonly live: LiveWorkspaces;
  readonly plugins: Pick<Plugins, 'postsOn'>;
  readonly clock: Clock;
};

type Found = { readonly row: PostRow; readonly problems: readonly Problem[] };

const unknownNetwork = (input: { path: string; instance: string; all: readonly string[] }): Problem => ({
  severity: 'error',
  code: 'unknown-network',
  path: input.path,
  message: `No plugin instance \`${input.instance}\` publishes posts.`,
  hint:
    input.all.length === 0
      ? 'Name a plugin that does in `ciclo.json`, such as `mastodon`; see docs/posts.md.'
      : `Use one of: ${input.all.join(', ')}.`,
});

const readImages = async (
  use: Needs,
  wanted: WantedPost,
): Promise<Pick<Found, 'problems'> & Pick<PostRow, 'images'>> => {
  const ids = wanted.images.map(({ image }) => image);
  const found = new Map(
    (await use.postImages.find({ tenant: wanted.tenant, ids })).map((one) => [one.id, one]),
  );
  const problems = ids.flatMap((id, index): readonly Problem[] =>
    found.has(id)
      ? []
      : [
          {
            severity: 'error',
            code: 'unknown-image',
            path: `images[${index}].image`,
            message: 'There is no such image.',
            hint: 'Send the file with `POST /api/posts/images`, and write the `id` it answers.',
          },
        ],
  );
  const images = wanted.images.flatMap(({ image, alt }) => {
    const kept = found.get(image);
    return kept === undefined ? [] : [{ ...kept, alt }];
  });
  return { images, problems };
};

/** The post as it would be stored, and everything that is wrong with it. */
const look = async (use: Needs, wanted: WantedPost): Promise<Found> => {
  const { tenant, key, text, link, comment, networks, by, campaign } = wanted;
  const known = use.plugins.postsOn(await use.live.of(tenant));
  const { images, problems } = await readImages(use, wanted);
  const now = use.clock.now(tenant);
  const row: PostRow = {
    id: `p${hashId('post', tenant, key)}`,
    tenant,
    text,
    ...(link === undefined ? {} : { link }),
    images,
    ...(comment === undefined ? {} : { comment }),
    networks,
    at: wanted.at ?? now,
    createdAt: now,
    ...(by === undefined ? {} : { by }),
    ...(campaign === undefined ? {} : { campaign }),
  };
  const all = known.map(({ instance }) => instance);
  const wrong = networks.flatMap(({ instance, text: own }, index) => {
    const path = `networks[${index}].`;
    const network = known.find((one) => one.instance === instance);
    if (network === undefined) return [unknownNetwork({ path: `${path}instance`, instance, all })];
    const post = ruledOn(row, instance);
    const at = own === undefined ? '' : path;
    return postProblems({ rules: network.rules, post, network: instance, path: at });
  });
  return { row, problems: [...problems, ...wrong] };
};

/** Keeps the images of a new post from being removed as images that no post names. */
const holdImages = async (use: Needs, { tenant, images }: PostRow): Promise<void> => {
  const ids = [...new Set(images.map(({ id }) => id))];
  if (ids.length === 0) return;
  const due = use.clock.now(tenant) + imageGraceMs;
  if ((await use.postImages.hold({ tenant, ids, due })) === ids.length) return;
  const message = 'An image of the post was deleted a moment ago, since no post named it. Send it again.';
  throw new CicloError({ code: 'conflict', message });
};

/** Makes what people do with posts. */
export const createPosts = (use: Needs): Posts => {
  const get: Posts['get'] = async (named) => {
    const post = await use.posts.get(named);
    if (post === undefined) return undefined;
    return { post, placements: await use.placements.of({ tenant: named.tenant, posts: [post.id] }) };
  };

  return {
    get,
    check: async (wanted) => (await look(use, wanted)).problems,
    make: async (wanted) => {
      const { row, problems } = await look(use, wanted);
      const { tenant, id } = row;
      const before = await use.posts.get({ tenant, id });
      if (before === undefined && problems.length > 0) {
        const message = 'The post cannot be published as it is.';
        throw new CicloError({ code: 'invalid-input', message, details: { problems } });
      }
      if (before === undefined) {
        await holdImages(use, row);
        await use.posts.add(row);
      }
      // Of two at once, and after a crash in between, the one that is stored counts.
      const post = before ?? (await use.posts.get({ tenant, id })) ?? row;
      await use.placements.add(placementsOf(post));
      return { post, placements: await use.placements.of({ tenant, posts: [id] }) };
    },
    cancel: async ({ tenant, id }) => {
      const found = await get({ tenant, id });
      const cancelled = await Promise.all(
        (found?.placements ?? []).map(({ post, instance }) =>
          use.placements.cancel({ tenant, post, instance }),
        ),
      );
      return cancelled.filter(Boolean).length;
    },
    resolve: async ({ tenant, id, instance, isThere, url }) => {
      const found = await get({ tenant, id });
      const row = found?.placements.find((one) => one.instance === instance);
      if (row === undefined) return false;
      const { tenant: _tenant, post, instance: _instance, ...placement } = row;
      const now = use.clock.now(tenant);
      const next = isThere ? confirmed({ placement, now, url }) : onceMore({ placement, now });
      return use.placements.resolve({ tenant, post, instance, placement: next });
    },
  };
};
