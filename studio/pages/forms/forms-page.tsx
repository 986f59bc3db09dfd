import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { DraftEntries } from '../../parts/drafts/draft-entries.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { NewForm } from './edit/new-form.tsx';
import { type FormRow, keptOut, textFor } from './form-row.ts';
import { formWords } from './words.ts';

const useColumns = (): readonly Column<FormRow>[] => {
  const words = useWords(formWords);
  const format = useFormat();
  const { language } = useLanguage();
  return [
    {
      key: 'name',
      title: words.name,
      cell: ({ key, title }) => (
        <>
          <PageLink page="/forms/$key" value={key}>
            {textFor(title, language)}
          </PageLink>
          <Text size="xs" c="dimmed">
            {key}
          </Text>
        </>
      ),
    },
    { key: 'topic', title: words.topic, isWide: true, cell: ({ topic }) => topic },
    { key: 'sent', title: words.sent, align: 'right', cell: ({ counts }) => format.number(counts.sent) },
    {
      key: 'confirmed',
      title: words.leads,
      align: 'right',
      cell: ({ counts }) => format.number(counts.confirmed),
    },
    {
      key: 'out',
      title: words.keptOut,
      align: 'right',
      isWide: true,
      cell: ({ counts }) => format.number(keptOut(counts)),
    },
  ];
};

/** The forms to sign up, with what came of each. */
export const Content = () => {
  const words = useWords(formWords);
  const api = useApi();
  const columns = useColumns();
  const found = useQuery({ queryKey: ['forms'], queryFn: () => ask(api.GET('/api/forms')) });
  return (
    <>
      <PageHeader title={words.forms} text={words.formsText}>
        <NewForm />
      </PageHeader>
      <DraftEntries of="forms" />
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data?.forms.length === 0 ? <EmptyState title={words.none} text={words.noneText} /> : null}
      {found.isSuccess && found.data.forms.length > 0 ? (
        <PlainTable label={words.forms} columns={columns} rows={found.data.forms} rowKey={({ key }) => key} />
      ) : null}
    </>
  );
};
