import { Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import { ProblemError, unreachable } from '../../api/problem-error.ts';
import { useApi } from '../../app/session.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useLanguage, useWords } from '../../words/language.tsx';
import { type Asked, askedIn, useAsked } from './asked.ts';
import { DownloadButton } from './download-button.tsx';
import { FigureChart } from './figure-chart.tsx';
import { FigureTable } from './figure-table.tsx';
import type { Figure, FigureAnswer } from './figure-types.ts';
import { Freshness } from './freshness.tsx';
import { ParametersForm } from './parameters-form.tsx';
import { RowsBehind } from './rows-behind.tsx';
import { useFigures, useWarehouse } from './use-figures.ts';
import { analyticsWords } from './words.ts';

const Answer = ({ answer, asked }: { answer: FigureAnswer; asked: Asked }) => {
  const words = useWords(analyticsWords);
  const { language } = useLanguage();
  const { figure, rows, currency, isCut } = answer;
  if (rows.length === 0) return <EmptyState title={words.nothing} text={words.nothingText} />;
  return (
    <>
      <FigureChart answer={answer} />
      <FigureTable
        label={words.table}
        columns={figure.columns.map(({ name, title, unit }) => ({ name, title: title[language], unit }))}
        rows={rows}
        currency={currency}
        isCut={isCut}
      />
      <RowsBehind key={JSON.stringify(asked)} answer={answer} asked={asked} />
    </>
  );
};

const useAnswer = (figure: Figure, asked: Asked) => {
  const api = useApi();
  const warehouse = useWarehouse();
  const said = new Map(Object.entries(asked));
  const isAskable = figure.parameters.every(({ name, usual }) => usual !== undefined || said.has(name));
  const isFilled = warehouse.data?.isOn === true && warehouse.data.asOf !== undefined;
  const { key } = figure;
  const found = useQuery({
    queryKey: ['figure', key, asked],
    enabled: isAskable && isFilled,
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const said = await ask(api.GET('/api/figures/{key}', { params: { path: { key }, query: asked } }));
      // Only what was asked for as CSV is a text.
      if (typeof said === 'string') throw new ProblemError(unreachable(0));
      return said;
    },
  });
  return { found, isAskable, isFilled, warehouse };
};

const FigureView = ({ figure }: { figure: Figure }) => {
  const words = useWords(analyticsWords);
  const { language } = useLanguage();
  const [asked, onAsk] = useAsked();
  const { found, isAskable, isFilled, warehouse } = useAnswer(figure, asked);
  const shown = { ...askedIn(found.data?.parameters ?? {}), ...asked };
  const isKnown = figure.parameters.every(({ name }) => Object.hasOwn(shown, name));
  return (
    <>
      <PageHeader title={figure.title[language]}>
        <PageLink page="/analytics">{words.all}</PageLink>
        <DownloadButton figureKey={figure.key} asked={asked} isDisabled={!found.isSuccess} />
      </PageHeader>
      <Freshness />
      {warehouse.isLoadingError ? (
        <ProblemAlert error={warehouse.error} onRetry={() => void warehouse.refetch()} />
      ) : null}
      {isFilled ? <ParametersForm key={String(isKnown)} figure={figure} asked={shown} onAsk={onAsk} /> : null}
      {isFilled && !isAskable ? <EmptyState title={words.choose} text={words.chooseText} /> : null}
      {found.isLoading ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.isSuccess && isAskable ? <Answer answer={found.data} asked={asked} /> : null}
      <Title order={2} size="h4" mt="xl" mb="xs">
        {words.definition}
      </Title>
      <Text>{figure.definition[language]}</Text>
    </>
  );
};

/** One figure: what it says, as chart and table, what it is, and what was counted. */
export const Content = () => {
  const words = useWords(analyticsWords);
  const { key } = useParams({ strict: false });
  const found = useFigures();
  const figure = found.data?.figures.find((one) => one.key === key);
  if (figure !== undefined) return <FigureView key={figure.key} figure={figure} />;
  return (
    <>
      <PageHeader title={words.figures} />
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.isSuccess ? (
        <EmptyState title={words.unknown}>
          <PageLink page="/analytics">{words.all}</PageLink>
        </EmptyState>
      ) : null}
    </>
  );
};
