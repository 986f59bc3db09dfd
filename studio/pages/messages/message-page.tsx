import { Button, Grid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { editMessageWords } from './edit/words.ts';
import { Findings } from './findings.tsx';
import { useMessageKey, useMessagePlace } from './place.ts';
import { Links, Names, PreviewChoices, PreviewPane } from './preview-pane.tsx';
import { SendTest } from './send-test.tsx';
import { usePreview } from './use-preview.ts';
import { messageWords } from './words.ts';

type Template = components['schemas']['TemplateDetail'];
type Preview = components['schemas']['TemplatePreview'];

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Title order={2} size="h4" mb="xs">
      {title}
    </Title>
    {children}
  </section>
);

const Uses = ({ uses }: Pick<Template, 'uses'>) => {
  const words = useWords(messageWords);
  if (uses.length === 0) return <Text size="sm">{words.unused}</Text>;
  return uses.map(({ journey, name, step }) => (
    <Text key={`${journey} ${step}`} size="sm">
      <PageLink page="/journeys/$key" value={journey}>
        {name}
      </PageLink>{' '}
      ({words.step} {step})
    </Text>
  ));
};

const Weight = ({ bytes }: { bytes: number }) => {
  const words = useWords(messageWords);
  const format = useFormat();
  return <Text size="sm">{words.kilobytes(format.number(Math.ceil(bytes / 1024)))}</Text>;
};

/** Beside the preview: what is doubtful, where it leads, who sends it. */
const Aside = ({ template, preview }: { template: Template; preview: Preview | undefined }) => {
  const words = useWords(messageWords);
  return (
    <Stack gap="lg">
      {preview?.outcome === 'shown' ? <Findings findings={preview.findings} /> : null}
      {preview?.bytes === undefined || template.channel !== 'email' ? null : (
        <Part title={words.weight}>
          <Weight bytes={preview.bytes} />
        </Part>
      )}
      {preview?.links === undefined ? null : (
        <Part title={words.links}>
          <Links links={preview.links} />
        </Part>
      )}
      <Part title={words.journeys}>
        <Uses uses={template.uses} />
      </Part>
      {template.variables.length === 0 ? null : (
        <Part title={words.needs}>
          <Names names={template.variables} />
        </Part>
      )}
    </Stack>
  );
};

const Message = ({ template }: { template: Template }) => {
  const words = useWords(messageWords);
  const edit = useWords(editMessageWords);
  const may = useMay();
  const [place, change] = useMessagePlace();
  const preview = usePreview(template.key, place);
  const { channel, class: kind, topic } = template;
  const about = [words.nameOf(channel), words.nameOf(kind), `${words.topic} ${topic}`].join(' · ');
  return (
    <>
      <PageHeader title={template.name} text={about}>
        {may('draft') ? (
          <Button
            variant="default"
            renderRoot={(props) => <Link to={`/messages/${template.key}/edit`} {...props} />}
          >
            {edit.edit}
          </Button>
        ) : null}
        {may('draft') && channel !== 'post' ? <SendTest of={template.key} place={place} /> : null}
      </PageHeader>
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <PreviewChoices template={template} place={place} change={change} />
          {preview.isPending ? <Loading /> : null}
          {preview.isError ? (
            <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />
          ) : null}
          {preview.isSuccess ? (
            <PreviewPane template={template} place={place} preview={preview.data} />
          ) : null}
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Aside template={template} preview={preview.data} />
        </Grid.Col>
      </Grid>
    </>
  );
};

/** One message: as any person gets it, and what is doubtful about it. */
export const Content = () => {
  const api = useApi();
  const key = useMessageKey();
  const template = useQuery({
    queryKey: ['template', key],
    queryFn: () => ask(api.GET('/api/templates/{key}', { params: { path: { key } } })),
  });
  if (template.isPending) return <Loading />;
  if (template.isLoadingError) {
    return <PageProblem of={template} />;
  }
  return <Message template={template.data} />;
};
