import { Badge, Button, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';

import { Loading } from '../../parts/page/loading.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useWords } from '../../words/language.tsx';
import { SetUp } from './set-up.tsx';
import { type Connector, useCatalogue } from './use-plugins.ts';
import { connectorWords } from './words.ts';

/** What a connector can do, in a few marks. */
const Marks = ({ connector }: { connector: Connector }) => {
  const words = useWords(connectorWords);
  const channels = [...new Set(connector.actions.flatMap(({ channel }) => channel ?? []))];
  const marks = [
    ...channels.map((channel) => words.on(channel)),
    ...(connector.webhooks.length > 0 ? [words.hears] : []),
    ...(connector.polls.length > 0 ? [words.lookUp] : []),
  ];
  return (
    <Group gap={4}>
      {marks.map((mark) => (
        <Badge key={mark} variant="light" tt="none">
          {mark}
        </Badge>
      ))}
    </Group>
  );
};

const ConnectorCard = ({ connector, onSetUp }: { connector: Connector; onSetUp: () => void }) => {
  const words = useWords(connectorWords);
  const { id, name, version, actions, webhooks, polls } = connector;
  const titles = [...new Set([...actions, ...webhooks, ...polls].map(({ title }) => title))];
  return (
    <Card withBorder component="article" aria-labelledby={`connector-${id}`}>
      <Stack gap="xs" h="100%">
        <div>
          <Title order={2} size="h4" id={`connector-${id}`}>
            {name}
          </Title>
          <Text size="xs" c="dimmed">
            {words.version(version)}
          </Text>
        </div>
        <Marks connector={connector} />
        <Text size="sm" flex={1}>
          {titles.join(' · ')}
        </Text>
        <Group>
          <Button variant="default" size="xs" aria-label={words.setUpOf(name)} onClick={onSetUp}>
            {words.setUp}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
};

/** The connectors that an instance can be made of. */
export const Catalogue = () => {
  const [chosen, setChosen] = useState<Connector | undefined>(undefined);
  const found = useCatalogue();
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {found.data.connectors
          .toSorted((a, b) => a.name.localeCompare(b.name))
          .map((connector) => (
            <ConnectorCard key={connector.id} connector={connector} onSetUp={() => setChosen(connector)} />
          ))}
      </SimpleGrid>
      {chosen === undefined ? null : <SetUp connector={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
};
