import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { CicloError } from '../../../domain/errors.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { readBytes } from '../../read-file.ts';
import { postAnswer, postLine, postLines } from './post-lines.ts';

const pathOf = (id: string, more = ''): string => `/api/posts/${encodeURIComponent(id)}${more}`;

/** Sends the image of `file=what can be seen on it`. */
const sendImage = async (client: EngineClient, given: string): Promise<{ image: string; alt: string }> => {
  const at = given.indexOf('=');
  const file = at < 0 ? given : given.slice(0, at);
  const bytes = await readBytes(file);
  const answer = await client.send({ method: 'POST', path: '/api/posts/images', bytes });
  return {
    image: z.looseObject({ id: z.string() }).parse(answer).id,
    alt: at < 0 ? '' : given.slice(at + 1),
  };
};

type Options = {
  on?: string[];
  link?: string;
  recommendedBy?: string;
  image?: string[];
  comment?: string;
  at?: string;
  key?: string;
  check?: boolean;
};

const bodyOf = async (client: EngineClient, text: string, options: Options): Promise<object> => {
  const { on = [], link, image = [], comment, at, recommendedBy: advocate } = options;
  if (on.length === 0) {
    const message = 'Say where to post with `--on <instances...>`; `ciclo posts networks` lists them.';
    throw new CicloError({ code: 'invalid-input', message });
  }
  const images = [];
  for (const one of image) images.push(await sendImage(client, one));
  return {
    text,
    networks: on.map((instance) => ({ instance })),
    ...(link === undefined ? {} : { link }),
    ...(advocate === undefined
      ? {}
      : { recommendedBy: advocate.includes('@') ? { email: advocate } : { id: advocate } }),
    ...(images.length === 0 ? {} : { images }),
    ...(comment === undefined ? {} : { comment }),
    ...(at === undefined ? {} : { at }),
  };
};

const problemsSchema = z.looseObject({
  problems: z.array(z.looseObject({ path: z.string(), message: z.string(), hint: z.string() })),
});

const networksSchema = z.looseObject({
  networks: z.array(
    z.looseObject({
      instance: z.string(),
      plugin: z.string(),
      textMax: z.number(),
      comments: z.boolean(),
      images: z.looseObject({ max: z.number(), needed: z.boolean() }),
    }),
  ),
});

const publish: CommandDefinition = {
  usage: 'publish <text>',
  summary: 'publish a post on social networks, at once or at a time',
  examples: [
    `ciclo posts publish 'Spring is here' --on mastodon bluesky --link https://shop.example/spring`,
    `ciclo posts publish 'Spring is here' --on mastodon --image 'tulip.png=A red tulip' --at 2027-03-01T09:00:00Z`,
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option('--on <instances...>', 'the plugin instances it goes to')
      .option('--link <address>', 'what it leads to')
      .option('--recommended-by <person>', 'lead to the shop under the code of an advocate (address or id)')
      .option('--image <files...>', 'images, each `file=what can be seen on it`')
      .option('--comment <text>', 'the first comment')
      .option('--at <instant>', 'when, such as `2027-03-01T09:00:00Z`; at once by default')
      .option('--key <text>', 'the same key is the same post')
      .option('--check', 'only say what would be refused')
      .action(
        act(async (text: string, options: Options) => {
          const client = await connect();
          const body = await bodyOf(client, text, options);
          if (options.check === true) {
            const answer = await client.call({ path: '/api/posts/check', body });
            const { problems } = problemsSchema.parse(answer);
            for (const { path, message, hint } of problems) say(`${path}: ${message} ${hint}`);
            if (problems.length === 0) say('It can be published.');
            return problems.length === 0 ? 0 : 1;
          }
          const headers = { 'idempotency-key': options.key ?? randomUUID() };
          const post = postAnswer.parse(await client.call({ path: '/api/posts', body, headers }));
          for (const line of postLines(post)) say(line);
          return 0;
        }),
      ),
};

const others: readonly CommandDefinition[] = [
  {
    usage: 'show <id>',
    summary: 'one post, and how it stands on each network',
    examples: ['ciclo posts show pGx2'],
    build: ({ command, act, connect, say }) =>
      command.action(
        act(async (id: string) => {
          const client = await connect();
          for (const line of postLines(postAnswer.parse(await client.call({ path: pathOf(id) })))) say(line);
          return 0;
        }),
      ),
  },
  {
    usage: 'cancel <id>',
    summary: 'cancel a post on the networks where nothing has begun',
    examples: ['ciclo posts cancel pGx2'],
    build: ({ command, act, connect, say }) =>
      command.action(
        act(async (id: string) => {
          const client = await connect();
          const post = await client.call({ method: 'POST', path: pathOf(id, '/cancel'), body: {} });
          for (const line of postLines(postAnswer.parse(post))) say(line);
          return 0;
        }),
      ),
  },
  {
    usage: 'resolve <id> <instance>',
    summary: 'say that a post that is not confirmed is on the network, or post it again with `--absent`',
    examples: [
      'ciclo posts resolve pGx2 x --url https://x.com/shop/status/1',
      'ciclo posts resolve pGx2 x --absent',
    ],
    build: ({ command, act, connect, say }) =>
      command
        .option('--absent', 'it is not there: post it again')
        .option('--url <address>', 'where it is')
        .action(
          act(async (id: string, instance: string, { absent, url }: { absent?: boolean; url?: string }) => {
            const client = await connect();
            const path = pathOf(id, `/networks/${encodeURIComponent(instance)}/resolve`);
            const body = { published: absent !== true, ...(url === undefined ? {} : { url }) };
            for (const line of postLines(postAnswer.parse(await client.call({ path, body })))) say(line);
            return 0;
          }),
        ),
  },
  {
    usage: 'networks',
    summary: 'the plugin instances that publish posts, and what they take',
    examples: ['ciclo posts networks'],
    build: ({ command, act, connect, say }) =>
      command.action(
        act(async () => {
          const client = await connect();
          const { networks } = networksSchema.parse(await client.call({ path: '/api/posts/networks' }));
          for (const { instance, plugin, textMax, comments, images } of networks) {
            const image = images.needed ? `1 to ${images.max} images` : `up to ${images.max} images`;
            const comment = comments ? 'a first comment' : 'no first comment';
            say(`${instance} (${plugin}): text up to ${textMax}, ${image}, ${comment}`);
          }
          if (networks.length === 0) say('None. Name a plugin such as `mastodon` in ciclo.json.');
          return 0;
        }),
      ),
  },
];

/** `ciclo posts`. */
export const postsCommand: CommandDefinition = {
  usage: 'posts',
  summary: 'posts on social networks: the latest ones, publish, cancel',
  group: 'People',
  examples: ['ciclo posts', `ciclo posts publish 'Spring is here' --on mastodon`],
  build: ({ command, act, connect, say }) =>
    command.action(
      act(async () => {
        const client = await connect();
        const { posts } = z
          .looseObject({ posts: z.array(postAnswer) })
          .parse(await client.call({ path: '/api/posts?limit=20' }));
        for (const post of posts) say(postLine(post));
        if (posts.length === 0) say('No posts yet.');
        return 0;
      }),
    ),
  parts: [publish, ...others],
};
