import { Stack } from '@mantine/core';

import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useWords } from '../../words/language.tsx';
import { Attention } from './attention.tsx';
import { JourneysNow } from './journeys-now.tsx';
import { useConcerns, useHomeData } from './use-attention.ts';
import { Week } from './week.tsx';
import { homeWords } from './words.ts';

const Body = () => {
  const data = useHomeData();
  const concernsOf = useConcerns();
  const { overview, journeys, channels, plugins } = data;
  const failed = Object.values(data).find(({ error }) => error !== null);
  if (failed?.error !== undefined && failed.error !== null)
    return <ProblemAlert error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!overview.isSuccess || !journeys.isSuccess || !channels.isSuccess || !plugins.isSuccess)
    return <Loading />;
  const concerns = concernsOf({
    overview: overview.data,
    journeys: journeys.data.journeys,
    channels: channels.data.channels,
    plugins: plugins.data.plugins,
  });
  return (
    <Stack gap="xl">
      <Attention concerns={concerns} />
      <Week overview={overview.data} />
      <JourneysNow journeys={journeys.data.journeys} />
    </Stack>
  );
};

/** What needs attention, and how the week goes. */
export const Content = () => {
  const words = useWords(homeWords);
  return (
    <>
      <PageHeader title={words.title} text={words.text} />
      <Body />
    </>
  );
};
