import { z } from 'zod';

const placement = z.looseObject({
  instance: z.string(),
  state: z.string(),
  url: z.string().optional(),
  nextAt: z.string().optional(),
  message: z.string().optional(),
  comment: z.looseObject({ state: z.string(), message: z.string().optional() }).optional(),
});

/** A post as the API answers it. */
export const postAnswer = z.looseObject({
  id: z.string(),
  state: z.string(),
  text: z.string(),
  at: z.string(),
  networks: z.array(placement),
});
export type PostAnswer = z.output<typeof postAnswer>;

const networkLine = (one: z.output<typeof placement>): string =>
  [
    `  ${one.instance}: ${one.state}`,
    ...(one.url === undefined ? [] : [one.url]),
    ...(one.nextAt === undefined ? [] : [`next at ${one.nextAt}`]),
    ...(one.message === undefined ? [] : [one.message]),
    ...(one.comment === undefined ? [] : [`comment ${one.comment.state}`, one.comment.message ?? '']),
  ]
    .filter((part) => part !== '')
    .join(', ');

/** A post in a line. */
export const postLine = ({ id, state, at, text }: PostAnswer): string =>
  `${id}  ${state}  ${at}  ${text.replaceAll('\n', ' ').slice(0, 60)}`;

/** A post with how it stands on each network. */
export const postLines = (post: PostAnswer): readonly string[] => [
  postLine(post),
  ...post.networks.map(networkLine),
];
