import { Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { PublishDrafts } from '../../parts/publish/publish-drafts.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { segmentWords } from '../segments/words.ts';
import { ClusterCard } from './cluster-card.tsx';
import { clusterWords } from './words.ts';

type Found = components['schemas']['BuyerClusters'];

const hundredths = (score: number): number => Math.round(score * 100) / 100;

const Groups = ({ found, onKept }: { found: Found; onKept: () => void }) => {
  const words = useWords(clusterWords);
  const format = useFormat();
  const { lookedAt, isExact, structure, silhouette = 0, tried, clusters } = found;
  const list = tried.map((one) => `${one.k}: ${format.number(hundredths(one.silhouette))}`).join(', ');
  return (
    <Stack gap="lg">
      <div>
        <Text>
          {words.of(format.number(lookedAt), isExact)} {structure === undefined ? '' : words[structure]}
        </Text>
        <Text size="sm" c="dimmed">
          {words.silhouette(format.number(hundredths(silhouette)))}. {words.tried(list)}
        </Text>
      </div>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {clusters.map((cluster, at) => (
          <ClusterCard key={`${at} ${cluster.name}`} cluster={cluster} onKept={onKept} />
        ))}
      </SimpleGrid>
    </Stack>
  );
};

/** Groups of buyers that are found in the data; one click makes a segment of one. */
export const Content = () => {
  const words = useWords(clusterWords);
  const segments = useWords(segmentWords);
  const api = useApi();
  const may = useMay();
  const format = useFormat();
  const { language } = useLanguage();
  const [isKept, setKept] = useState(false);
  const [isPublishing, setPublishing] = useState(false);
  const found = useQuery({
    queryKey: ['clusters', language],
    staleTime: 60_000,
    queryFn: () => ask(api.GET('/api/value/clusters', { params: { query: { locale: language } } })),
  });
  return (
    <>
      <PageHeader title={words.title} text={words.text}>
        <PageLink page="/segments">{segments.segments}</PageLink>
        {isKept && may('publish') ? (
          <Button onClick={() => setPublishing(true)}>{words.publish}</Button>
        ) : null}
      </PageHeader>
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data?.state === 'not-enough-data' ? (
        <EmptyState
          title={words.few}
          text={words.fewText(format.number(found.data.needs.buyers), format.number(found.data.lookedAt))}
        />
      ) : null}
      {found.data?.state === 'ready' ? <Groups found={found.data} onKept={() => setKept(true)} /> : null}
      {isPublishing ? <PublishDrafts onClose={() => setPublishing(false)} /> : null}
    </>
  );
};
