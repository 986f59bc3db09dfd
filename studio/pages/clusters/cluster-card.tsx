import { Card, Group, List, Progress, Stack, Text, Title } from '@mantine/core';

import type { components } from '../../api/schema.ts';
import { useMay } from '../../app/session.tsx';
import { sentence } from '../../parts/text/sentence.ts';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { MakeSegment } from './make-segment.tsx';
import { clusterWords } from './words.ts';

export type Cluster = components['schemas']['BuyerClusters']['clusters'][number];

/** One group: how many they are, what differs, and the conditions that find them. */
export const ClusterCard = ({ cluster, onKept }: { cluster: Cluster; onKept: () => void }) => {
  const words = useWords(clusterWords);
  const format = useFormat();
  const may = useMay();
  const { name, people, share, differs, rule, precision, recall } = cluster;
  const said = words.people(format.number(people), format.percent(share));
  return (
    <Card withBorder component="section" aria-label={name}>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Title>
          <Text size="sm" mb={4}>
            {said}
          </Text>
          <Progress value={share * 100} aria-label={said} />
        </div>
        {differs.length === 0 ? null : (
          <div>
            <Title order={3} size="h6">
              {words.differs}
            </Title>
            <List size="sm">
              {differs.map((line) => (
                <List.Item key={line}>{line}</List.Item>
              ))}
            </List>
          </div>
        )}
        <div>
          <Title order={3} size="h6">
            {words.rule}
          </Title>
          {rule.length === 0 ? (
            <Text size="sm">{words.noRule}</Text>
          ) : (
            <>
              <List size="sm">
                {rule.map((line) => (
                  <List.Item key={line}>{sentence(line)}</List.Item>
                ))}
              </List>
              <Text size="sm" c="dimmed" mt={4}>
                {words.quality(format.percent(precision), format.percent(recall))}
              </Text>
            </>
          )}
        </div>
        {rule.length > 0 && may('draft') ? (
          <Group>
            <MakeSegment cluster={cluster} onKept={onKept} />
          </Group>
        ) : null}
      </Stack>
    </Card>
  );
};
