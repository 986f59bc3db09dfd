import { Button, Tabs, Text } from '@mantine/core';

import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { TabRow } from '../../parts/page/tab-row.tsx';
import { useWords } from '../../words/language.tsx';
import { Catalogue } from './catalogue.tsx';
import { connectorTabs, useConnectorsPlace } from './place.ts';
import { PluginState } from './plugin-state.tsx';
import { type PluginInstance, useCatalogue, usePlugins } from './use-plugins.ts';
import { connectorWords } from './words.ts';

const useColumns = (): readonly Column<PluginInstance>[] => {
  const words = useWords(connectorWords);
  const { data } = useCatalogue();
  const nameOf = (id: string): string => data?.connectors.find((one) => one.id === id)?.name ?? id;
  return [
    {
      key: 'instance',
      title: words.instance,
      cell: ({ instance, plugin }) => (
        <>
          <PageLink page="/connectors/$instance" value={instance}>
            {instance}
          </PageLink>
          <Text size="xs" c="dimmed">
            {nameOf(plugin)}
          </Text>
        </>
      ),
    },
    { key: 'state', title: words.state, cell: ({ state }) => <PluginState state={state} /> },
    { key: 'why', title: words.why, isWide: true, cell: ({ why }) => why ?? '' },
  ];
};

/** The instances that the workspace names, and how each is. */
const Connected = ({ onCatalogue }: { onCatalogue: () => void }) => {
  const words = useWords(connectorWords);
  const columns = useColumns();
  const found = usePlugins();
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.plugins.length === 0) {
    return (
      <EmptyState title={words.none} text={words.noneText}>
        <Button onClick={onCatalogue}>{words.toCatalogue}</Button>
      </EmptyState>
    );
  }
  return (
    <PlainTable
      label={words.connected}
      columns={columns}
      rows={found.data.plugins}
      rowKey={({ instance }) => instance}
    />
  );
};

/** What is connected, and what can be. */
export const Content = () => {
  const words = useWords(connectorWords);
  const [{ tab }, change] = useConnectorsPlace();
  return (
    <>
      <PageHeader title={words.connectors} text={words.connectorsText} />
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => {
          const found = connectorTabs.find((one) => one === next);
          if (found !== undefined) change({ tab: found });
        }}
      >
        <TabRow active={tab} mb="lg">
          {connectorTabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {words[one]}
            </Tabs.Tab>
          ))}
        </TabRow>
        <Tabs.Panel value={tab}>
          {tab === 'connected' ? (
            <Connected onCatalogue={() => change({ tab: 'catalogue' })} />
          ) : (
            <Catalogue />
          )}
        </Tabs.Panel>
      </Tabs>
    </>
  );
};
