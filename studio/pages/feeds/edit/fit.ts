import { z } from 'zod';

import { feedRows, type FeedRows } from '../../../../domain/feeds/feed-rows.ts';
import { entriesIn } from '../../../parts/drafts/settings-file.ts';
import { useCatalogue } from '../../connectors/use-plugins.ts';
import type { Feed } from '../use-feeds.ts';

/** True for what a feed can carry. */
export const isFeedRows = (value: unknown): value is FeedRows => feedRows.some((one) => one === value);

const useSchema = z.object({ use: z.string() });

/** How rows reach a connector. */
type Way = Feed['goesAs'];

/** Which way the rows of a kind take to a connector that has these actions; undefined where it takes them in no way. */
export const wayTo = (kind: FeedRows, actions: readonly string[]): Way | undefined => {
  if (kind === 'audience') return actions.includes('put-audience') ? 'audience' : undefined;
  if (actions.includes('put-file')) return 'files';
  return kind === 'events' && actions.includes('put-events') ? 'events' : undefined;
};

/** The connectors of a text of `ciclo.json` that take something, and how each takes a kind. */
export const useDestinations = (text: string) => {
  const { data } = useCatalogue();
  const instances = Object.entries(entriesIn(text, 'plugins')).map(([name, value]) => {
    const id = useSchema.safeParse(value).data?.use;
    const connector = data?.connectors.find((one) => one.id === id);
    return { name, actions: (connector?.actions ?? []).map((action) => action.name) };
  });
  return {
    wayOf: (kind: FeedRows, plugin: string): Way | undefined =>
      wayTo(kind, instances.find(({ name }) => name === plugin)?.actions ?? []),
    namesFor: (kind: FeedRows): readonly string[] =>
      instances.filter(({ actions }) => wayTo(kind, actions) !== undefined).map(({ name }) => name),
  };
};
