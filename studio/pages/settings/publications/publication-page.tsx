import { Badge, Button, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi, useMay } from '../../../app/session.tsx';
import { useMyApprovals } from '../../../parts/approvals/use-my-approvals.ts';
import { Loading } from '../../../parts/page/loading.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { PageProblem } from '../../../parts/page/page-problem.tsx';
import { PublishDialog } from '../../../parts/publish/publish-dialog.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { FileDiff } from './file-diff.tsx';
import { ProposeRevert } from './propose-revert.tsx';
import { publicationWords } from './publications-words.ts';
import { usePublisher } from './use-publisher.ts';

type Publication = components['schemas']['WorkspacePublicationWithFiles'];

const paramsSchema = z.object({ revision: z.string().default('') });

const Revert = ({ revision, onClose }: { revision: number; onClose: () => void }) => {
  const words = useWords(publicationWords);
  const api = useApi();
  const format = useFormat();
  return (
    <PublishDialog
      title={words.revertTitle(format.number(revision))}
      what={`revert ${revision}`}
      publish={({ plan, dryRun, ...said }) => {
        const params = {
          path: { revision: String(revision) },
          ...(dryRun ? { query: { dryRun: '1' as const } } : {}),
        };
        const body = { plan: { ...plan }, ...said };
        return ask(api.POST('/api/workspace/publications/{revision}/revert', { params, body }));
      }}
      onClose={onClose}
    >
      <Text size="sm">{words.revertText}</Text>
    </PublishDialog>
  );
};

const Files = ({ publication }: { publication: Publication }) => {
  const words = useWords(publicationWords);
  const format = useFormat();
  const { files, former } = publication;
  return (
    <Stack gap="lg">
      <div>
        <Title order={2} size="h4">
          {words.files}
        </Title>
        <Text size="sm" c="dimmed">
          {former === undefined ? words.oldest : words.comparedWith(format.number(former))}
        </Text>
      </div>
      {files.length === 0 ? <Text>{words.noFiles}</Text> : null}
      {files.map((file) => (
        <FileDiff key={file.path} file={file} />
      ))}
    </Stack>
  );
};

const Shown = ({ publication }: { publication: Publication }) => {
  const words = useWords(publicationWords);
  const format = useFormat();
  const navigate = useNavigate();
  const may = useMay();
  const { required, isKnown } = useMyApprovals();
  const mayRevert = may('publish') && !required;
  const { publisher, source } = usePublisher();
  const [isReverting, setReverting] = useState(false);
  const { revision, at, isLive, note } = publication;
  const said = [format.instant(at), publisher(publication.by), source(publication)].join(' · ');
  const leave = (): void => {
    setReverting(false);
    void navigate({ to: '/publications' });
  };
  return (
    <>
      <PageHeader title={words.revisionOf(format.number(revision))} text={said}>
        {isLive ? (
          <Badge variant="dot" color="teal" tt="none" size="lg">
            {words.live}
          </Badge>
        ) : null}
        {may('draft') && isKnown && !isLive ? (
          <Button onClick={() => setReverting(true)}>{mayRevert ? words.revert : words.propose}</Button>
        ) : null}
      </PageHeader>
      {note === undefined ? null : <Text mb="lg">{note}</Text>}
      <Files publication={publication} />
      {isReverting && mayRevert ? <Revert revision={revision} onClose={leave} /> : null}
      {isReverting && !mayRevert ? (
        <ProposeRevert revision={revision} onClose={() => setReverting(false)} />
      ) : null}
    </>
  );
};

/** One publication: who, when, why, and what it changed in each file. */
export const Content = () => {
  const api = useApi();
  const { revision } = paramsSchema.parse(useParams({ strict: false }));
  const found = useQuery({
    queryKey: ['publication', revision],
    queryFn: () => ask(api.GET('/api/workspace/publications/{revision}', { params: { path: { revision } } })),
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  return <Shown publication={found.data} />;
};
