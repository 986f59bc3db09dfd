import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { channelWords } from '../../parts/text/channel-words.ts';
import { useWords } from '../../words/language.tsx';
import { homeWords } from './words.ts';

type Schemas = components['schemas'];
export type Overview = Schemas['Overview'];

/** One thing that somebody should look at. */
export type Concern = {
  readonly key: string;
  readonly isUrgent: boolean;
  readonly what: string;
  readonly more: string | undefined;
  /** The page about it, as `PageLink` takes it. */
  readonly page?: {
    readonly path: string;
    readonly value?: string;
    readonly search?: Readonly<Record<string, string>>;
  };
};

/** How often the page looks again, in milliseconds. */
const everyMs = 30_000;

/** The overview and the journeys, which the page shows in several places. */
export const useHomeData = () => {
  const api = useApi();
  const overview = useQuery({
    queryKey: ['overview'],
    queryFn: () => ask(api.GET('/api/overview')),
    refetchInterval: everyMs,
  });
  const journeys = useQuery({
    queryKey: ['journeys'],
    queryFn: () => ask(api.GET('/api/journeys')),
    refetchInterval: everyMs,
  });
  const channels = useQuery({
    queryKey: ['channels'],
    queryFn: () => ask(api.GET('/api/channels')),
    refetchInterval: everyMs,
  });
  const plugins = useQuery({
    queryKey: ['plugins'],
    queryFn: () => ask(api.GET('/api/plugins')),
    refetchInterval: everyMs,
  });
  return { overview, journeys, channels, plugins };
};

const countsInOrder = [
  ['deadEvents', true],
  ['deadDeliveries', true],
  ['overdueRuns', true],
  ['dueClocks', true],
  ['dueTasks', false],
  ['failingDeliveries', false],
  ['quarantinedEvents', false],
] as const;

/** The pages on which what is counted can be corrected. */
const countPages: Readonly<Partial<Record<(typeof countsInOrder)[number][0], NonNullable<Concern['page']>>>> =
  {
    deadEvents: { path: '/events', search: { state: 'dead' } },
    quarantinedEvents: { path: '/events', search: { state: 'quarantined' } },
    deadDeliveries: { path: '/webhook-requests', search: { state: 'dead' } },
    failingDeliveries: { path: '/webhook-requests', search: { state: 'failing' } },
    dueClocks: { path: '/records/$kind', value: 'case' },
    dueTasks: { path: '/work' },
  };

const pageOf = (page: Concern['page']): Pick<Concern, 'page'> => (page === undefined ? {} : { page });

/** Puts what needs attention into sentences: what stopped first, then what waits. */
export const useConcerns = () => {
  const words = useWords(homeWords);
  const { channelOf } = useWords(channelWords);
  const format = useFormat();
  const ofJourney = ({ key, name, frozen }: Schemas['Journey']): readonly Concern[] =>
    frozen === undefined
      ? []
      : [
          {
            key: `journey ${key}`,
            isUrgent: true,
            what: words.frozen(name),
            more: words.frozenSince(format.instant(frozen.since), frozen.reason ?? ''),
            page: { path: '/journeys/$key', value: key },
          },
        ];
  const ofChannel = ({ channel, state, held, reason }: Schemas['Channel']): readonly Concern[] =>
    state === 'on'
      ? []
      : [
          {
            key: `channel ${channel}`,
            isUrgent: true,
            what: words.channelOff(channelOf(channel)),
            more: [reason ?? '', words.channelHeld(format.number(held))].join(' ').trim(),
          },
        ];
  const ofPlugin = ({ instance, state, why }: Schemas['PluginInstance']): readonly Concern[] =>
    state === 'working'
      ? []
      : [
          {
            key: `plugin ${instance}`,
            isUrgent: true,
            what: state === 'off' ? words.pluginOff(instance) : words.pluginOpen(instance),
            more: why,
            page: { path: '/connectors/$instance', value: instance },
          },
        ];
  return (input: {
    overview: Overview;
    journeys: readonly Schemas['Journey'][];
    channels: readonly Schemas['Channel'][];
    plugins: readonly Schemas['PluginInstance'][];
  }): readonly Concern[] => [
    ...input.journeys.flatMap(ofJourney),
    ...input.channels.flatMap(ofChannel),
    ...input.plugins.flatMap(ofPlugin),
    ...countsInOrder
      .filter(([name]) => input.overview.attention[name] > 0)
      .map(([name, isUrgent]) => ({
        key: name,
        isUrgent,
        what: words[name](format.number(input.overview.attention[name])),
        more: undefined,
        ...pageOf(countPages[name]),
      })),
  ];
};
