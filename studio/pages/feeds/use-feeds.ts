import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { z } from 'zod';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';
import { usePlugins } from '../connectors/use-plugins.ts';

export type Feed = components['schemas']['Feed'];
export type RemovedFeed = components['schemas']['RemovedFeed'];

/** How a feed goes: paused, else that of its connector where its calls do not go through, else its own. */
export type Standing = 'new' | 'works' | 'failing' | 'paused' | 'held' | 'off';

const everyMs = 30_000;

/** The feed that the address names. */
export const useFeedName = (): string =>
  z.object({ name: z.string().default('') }).parse(useParams({ strict: false })).name;

type Found = { readonly feeds: readonly Feed[]; readonly removed: readonly RemovedFeed[] };

const useFound = <Rows>(select: (found: Found) => Rows) => {
  const api = useApi();
  return useQuery({
    queryKey: ['feeds'],
    queryFn: () => ask(api.GET('/api/feeds')),
    refetchInterval: everyMs,
    select,
  });
};

/** The feeds of the workspace, and how they go now. */
export const useFeeds = () => useFound(({ feeds }) => feeds);

/** Feeds that were removed, and whose people have yet to leave their audience. */
export const useRemovedFeeds = () => useFound(({ removed }) => removed);

/** Tells how a feed goes. */
export const useStandingOf = (): ((feed: Feed) => Standing) => {
  const plugins = usePlugins().data?.plugins ?? [];
  return ({ plugin, state }) => {
    if (state === 'paused') return 'paused';
    const connector = plugins.find(({ instance }) => instance === plugin)?.state;
    if (connector === 'off') return 'off';
    if (connector === 'open' || connector === 'half-open') return 'held';
    return state === 'waiting' ? 'works' : state;
  };
};
