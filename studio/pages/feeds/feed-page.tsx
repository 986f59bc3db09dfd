import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { useWords } from '../../words/language.tsx';
import { TestResult, useConnectionTest } from '../connectors/test-connection.tsx';
import { connectorWords } from '../connectors/words.ts';
import { Condition } from './condition.tsx';
import { AudienceFigures, ErasureNote, Figures } from './figures.tsx';
import { PausedNote, PauseOrResume } from './pause.tsx';
import { Refused } from './refused.tsx';
import { type Feed, useFeedName, useFeeds } from './use-feeds.ts';
import { WhatItSends } from './what-it-sends.tsx';
import { feedWords } from './words.ts';

/** Begins a round now, or everything again. */
const useRun = (feed: string) => {
  const words = useWords(feedWords);
  const api = useApi();
  const notice = useNotice();
  const queries = useQueryClient();
  return async (everything: boolean): Promise<void> => {
    await ask(api.POST('/api/feeds/{feed}/run', { params: { path: { feed } }, body: { everything } }));
    notice.done(everything ? words.begunAgain : words.begun);
    await queries.invalidateQueries({ queryKey: ['feeds'] });
  };
};

const Whole = ({ feed }: { feed: Feed }) => {
  const words = useWords(feedWords);
  const tests = useWords(connectorWords);
  const may = useMay();
  const notice = useNotice();
  const { name, rows, plugin, paused } = feed;
  const run = useRun(name);
  const now = useMutation({ mutationFn: () => run(false), onError: notice.failed });
  const test = useConnectionTest(plugin);
  return (
    <>
      <PageHeader title={name} text={words.toPlugin(words.kindOf(rows), plugin)}>
        <Group gap="xs">
          {may('write') ? (
            <>
              {paused === undefined ? (
                <Button loading={now.isPending} onClick={() => now.mutate()}>
                  {words.run}
                </Button>
              ) : null}
              <PauseOrResume feed={feed} />
              <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
                {tests.test}
              </Button>
              {paused === undefined ? (
                <ConfirmButton
                  label={words.again}
                  title={words.againTitle}
                  text={rows === 'audience' ? words.againAudience : words.againText}
                  confirm={words.sendAll}
                  onConfirm={() => run(true)}
                />
              ) : null}
            </>
          ) : null}
          {may('draft') ? (
            <Button
              variant="default"
              renderRoot={(more) => <Link to={`/feeds/${encodeURIComponent(name)}/edit`} {...more} />}
            >
              {words.edit}
            </Button>
          ) : null}
        </Group>
      </PageHeader>
      <Stack gap="xl">
        <TestResult test={test} />
        <PausedNote feed={feed} />
        <Condition feed={feed} />
        <Figures feed={feed} />
        <AudienceFigures feed={feed} />
        <ErasureNote feed={feed} />
        <Refused feed={feed} />
        <WhatItSends feed={feed} />
      </Stack>
    </>
  );
};

/** One feed: how far it is, what is in its way, what was refused, and what it sends. */
export const Content = () => {
  const words = useWords(feedWords);
  const name = useFeedName();
  const found = useFeeds();
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  const feed = found.data.find((one) => one.name === name);
  if (feed === undefined) {
    return (
      <>
        <PageHeader title={name} />
        <EmptyState title={words.gone} text={words.goneText} />
      </>
    );
  }
  return <Whole key={name} feed={feed} />;
};
