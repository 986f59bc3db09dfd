import { z } from 'zod';

import { entriesIn } from '../../../parts/drafts/settings-file.ts';
import { useCatalogue } from '../../connectors/use-plugins.ts';

/** What a feed can carry, in the order in which it is offered. */
export const feedKinds = ['events', 'profiles', 'messages', 'erasures', 'audience'] as const;
export type FeedKind = (typeof feedKinds)[number];

/** True for what a feed can carry. */
export const isFeedKind = (value: unknown): value is FeedKind => feedKinds.some((one) => one === value);

const useSchema = z.object({ use: z.string() });

/** How rows reach a connector. */
export type Way = 'files' | 'events' | 'audience';

/** Which way the rows of a kind take to a connector that has these actions; undefined where it takes them in no way. */
export const wayTo = (kind: FeedKind, actions: readonly string[]): Way | undefined => {
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
    wayOf: (kind: FeedKind, plugin: string): Way | undefined =>
      wayTo(kind, instances.find(({ name }) => name === plugin)?.actions ?? []),
    namesFor: (kind: FeedKind): readonly string[] =>
      instances.filter(({ actions }) => wayTo(kind, actions) !== undefined).map(({ name }) => name),
  };
};
