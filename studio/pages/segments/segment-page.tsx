import { Button, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { z } from 'zod';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { useWords } from '../../words/language.tsx';
import { AsTheyAre, Builder } from './builder.tsx';
import { EditSegment } from './edit-segment.tsx';
import { Overlap } from './overlap/overlap.tsx';
import { toDraft } from '../../parts/conditions/rows.ts';
import { segmentWords } from './words.ts';

const whenSchema = z.looseObject({ when: z.record(z.string(), z.unknown()) });

const Who = ({ of, definition }: { of: string; definition: unknown }) => {
  const words = useWords(segmentWords);
  const read = whenSchema.safeParse(definition);
  if (!read.success) return <Text>{words.byList}</Text>;
  const { when } = read.data;
  const draft = toDraft(when);
  return (
    <>
      <Title order={2} size="h4">
        {words.who}
      </Title>
      <Text c="dimmed" mb="md">
        {words.whoText}
      </Text>
      {draft === undefined ? (
        <AsTheyAre conditions={when} without={of} />
      ) : (
        <Builder key={of} start={draft} without={of} />
      )}
    </>
  );
};

/** One segment as it is published: who is in it, and who would be. */
const Published = ({ of: key, actions }: { of: string; actions: ReactNode }) => {
  const api = useApi();
  const found = useQuery({
    queryKey: ['segment', key],
    queryFn: () => ask(api.GET('/api/segments/{key}', { params: { path: { key } } })),
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  const { name, definition } = found.data;
  const text = typeof definition['description'] === 'string' ? { text: definition['description'] } : {};
  return (
    <>
      <PageHeader title={name} {...text}>
        {actions}
      </PageHeader>
      <Who of={key} definition={definition} />
    </>
  );
};

/** One segment: who is in it, and who would be; anyone who may change it does. */
export const Content = () => {
  const words = useWords(segmentWords);
  const may = useMay();
  const { key } = z.object({ key: z.string().default('') }).parse(useParams({ strict: false }));
  const actions = may('read', 'personal-data') ? (
    <Button
      variant="default"
      renderRoot={(props) => <Link to="/people" search={{ segment: key }} {...props} />}
    >
      {words.showPeople}
    </Button>
  ) : null;
  return (
    <>
      {may('draft') ? (
        <EditSegment key={key} of={key} actions={actions} />
      ) : (
        <Published of={key} actions={actions} />
      )}
      <Overlap key={`overlap ${key}`} of={key} />
    </>
  );
};
