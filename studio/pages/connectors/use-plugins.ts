import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';

export type PluginInstance = components['schemas']['PluginInstance'];
export type Connector = components['schemas']['Connector'];

const everyMs = 30_000;

/** The plugin instances of the workspace, and how they are now. */
export const usePlugins = () => {
  const api = useApi();
  return useQuery({
    queryKey: ['plugins'],
    queryFn: () => ask(api.GET('/api/plugins')),
    refetchInterval: everyMs,
  });
};

/** What can be connected. */
export const useCatalogue = () => {
  const api = useApi();
  return useQuery({
    queryKey: ['connectors'],
    staleTime: 60_000,
    queryFn: () => ask(api.GET('/api/connectors')),
  });
};
