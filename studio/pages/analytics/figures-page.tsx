import { Card, SimpleGrid, Stack, Text, Title } from '@mantine/core';

import { useMay } from '../../app/session.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useLanguage, useWords } from '../../words/language.tsx';
import type { Figure } from './figure-types.ts';
import { Freshness } from './freshness.tsx';
import { useFigures } from './use-figures.ts';
import { analyticsWords } from './words.ts';

const FigureCard = ({ figure }: { figure: Figure }) => {
  const { language } = useLanguage();
  return (
    <Card withBorder component="li">
      <Title order={3} size="h5" mb={4}>
        <PageLink page="/analytics/$key" value={figure.key}>
          {figure.title[language]}
        </PageLink>
      </Title>
      <Text size="sm" c="dimmed">
        {figure.definition[language]}
      </Text>
    </Card>
  );
};

/** The figures that somebody may see, by what they are about. */
export const Content = () => {
  const words = useWords(analyticsWords);
  const may = useMay();
  const found = useFigures();
  const figures = (found.data?.figures ?? []).filter(({ scopes }) => may(...scopes));
  const groups = [...new Set(figures.map(({ group }) => group))];
  return (
    <>
      <PageHeader title={words.figures} text={words.figuresText} />
      <Freshness />
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      <Stack gap="xl">
        {groups.map((group) => (
          <section key={group} aria-labelledby={`group-${group}`}>
            <Title order={2} size="h4" mb="sm" id={`group-${group}`}>
              {words.valueOf(group)}
            </Title>
            <SimpleGrid cols={{ base: 1, md: 2 }} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
              {figures
                .filter((figure) => figure.group === group)
                .map((figure) => (
                  <FigureCard key={figure.key} figure={figure} />
                ))}
            </SimpleGrid>
          </section>
        ))}
      </Stack>
    </>
  );
};
