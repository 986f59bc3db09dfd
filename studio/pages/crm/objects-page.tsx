import { Anchor, Card, SimpleGrid, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { NewDrafts } from '../../parts/drafts/new-drafts.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useShippedLabel } from '../../parts/text/shipped-label.ts';
import { useWords } from '../../words/language.tsx';
import { ChangeObject, NewObject } from './edit-object/new-object.tsx';
import { crmWords } from './words.ts';

/** The kinds of records there are. */
export const Content = () => {
  const words = useWords(crmWords);
  const api = useApi();
  const may = useMay();
  const label = useShippedLabel();
  const objects = useQuery({ queryKey: ['objects'], queryFn: () => ask(api.GET('/api/objects')) });
  return (
    <>
      <PageHeader title={words.objects} text={words.objectsText}>
        {may('read', 'draft') ? <NewObject /> : null}
      </PageHeader>
      {may('read', 'draft') ? (
        <NewDrafts pattern={/^objects\/([^/.]+)\.json$/} to={(key) => `/objects/${key}/edit`} />
      ) : null}
      {objects.isPending ? <Loading /> : null}
      {objects.isLoadingError ? (
        <ProblemAlert error={objects.error} onRetry={() => void objects.refetch()} />
      ) : null}
      {objects.data?.objects.length === 0 ? <EmptyState title={words.none} /> : null}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
        {(objects.data?.objects ?? []).map(({ key, name, plural }) => (
          <Card key={key} withBorder>
            <Title order={2} size="h4">
              <Anchor inherit renderRoot={(props) => <Link to={`/records/${key}`} {...props} />}>
                {label(key, plural ?? name)}
              </Anchor>
            </Title>
            <Text size="sm" c="dimmed" mb="xs">
              {key}
            </Text>
            {may('read', 'draft') ? <ChangeObject of={key} name={label(key, name)} /> : null}
          </Card>
        ))}
      </SimpleGrid>
    </>
  );
};
