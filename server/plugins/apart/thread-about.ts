import { z } from 'zod';

import type { PostRules } from '../../../domain/posts/post-rules.ts';
import type { ActionInfo } from '../../../plugins/contract/actions/action.ts';
import type { Bound, BoundAction, Plugin } from '../../../plugins/contract/plugin.ts';
import type { About, ActionAbout, BoundAbout } from './about.ts';

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> => ({
  ...z.toJSONSchema(schema, { io, unrepresentable: 'any' }),
});

const aboutAction = (action: ActionInfo): ActionAbout => {
  const { title, version, effect, channel, long, timeoutMs } = action;
  return {
    title,
    version,
    effect,
    channel,
    long,
    timeoutMs,
    input: schemaOf(action.input, 'input'),
    output: schemaOf(action.output, 'output'),
  };
};

const mapped = <T, U>(values: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));

/** A plugin as plain data. */
export const aboutPlugin = (plugin: Plugin): About => {
  const { id, version, name, contract, ownHosts, keptSecrets } = plugin;
  return {
    ok: true,
    id,
    version,
    name,
    contract,
    ownHosts: [...ownHosts],
    keptSecrets: [...keptSecrets],
    config: schemaOf(plugin.config, 'input'),
    actions: mapped(plugin.actions, (action) => ({
      ...aboutAction(action),
      earlier: action.earlier.map(aboutAction),
    })),
    webhooks: mapped(plugin.webhooks, ({ title, maxBytes, body, verification }) => ({
      title,
      maxBytes,
      body,
      verification: { ...verification },
    })),
    subscriptions: mapped(plugin.subscriptions, ({ single }) => ({ single })),
    polls: mapped(plugin.polls, ({ title }) => ({ title })),
  };
};

const aboutBoundAction = ({ atOnce, limits }: BoundAction) => ({
  atOnce,
  limits: limits.map((limit) => ({ ...limit })),
});

const rulesOf = ({ textMax, images, comments }: PostRules) => ({ textMax, images: { ...images }, comments });

/** A bound instance as plain data. */
export const aboutBound = (bound: Bound): BoundAbout => {
  const { posts } = bound;
  return {
    ok: true,
    hosts: [...bound.hosts],
    auth: bound.auth,
    ...(posts === undefined ? {} : { posts: rulesOf(posts) }),
    hashes: bound.hashPerson !== undefined,
    actions: mapped(Object.fromEntries(bound.actions), (action) => ({
      ...aboutBoundAction(action),
      earlier: action.earlier.map(aboutBoundAction),
    })),
    webhooks: mapped(Object.fromEntries(bound.webhooks), ({ topic }) => ({ hasTopic: topic !== undefined })),
    subscriptions: mapped(
      Object.fromEntries(bound.subscriptions),
      ({ holds, single, makesSecret, sends, topics, missing }) => ({
        holds,
        topics,
        missing,
        ...(single === undefined ? {} : { single }),
        ...(makesSecret === undefined ? {} : { makesSecret }),
        ...(sends === undefined ? {} : { sends }),
      }),
    ),
    polls: mapped(Object.fromEntries(bound.polls), ({ everyMs, timeoutMs }) => ({ everyMs, timeoutMs })),
    syncs: mapped(Object.fromEntries(bound.syncs), ({ title, batch, timeoutMs }) => ({
      title,
      batch,
      timeoutMs,
    })),
  };
};
