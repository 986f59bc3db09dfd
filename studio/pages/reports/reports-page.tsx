import { Button, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { type Column, PlainTable } from '../../parts/data-table.tsx';
import { ConfirmDialog } from '../../parts/dialogs/confirm-dialog.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { RowMenu } from '../../parts/row-menu.tsx';
import { useTeam } from '../../parts/team/use-team.ts';
import { useWords } from '../../words/language.tsx';
import { analyticsWords } from '../analytics/words.ts';
import type { Report } from './report-draft.ts';
import { ReportForm } from './report-form.tsx';
import { reportsWords } from './reports-words.ts';

type Act =
  | { readonly kind: 'form'; readonly report: Report | undefined }
  | { readonly kind: 'end'; readonly report: Report };

const Last = ({ last }: { last: Report['last'] }) => {
  const words = useWords(reportsWords);
  if (last === undefined) return words.never;
  return (
    <>
      <Instant iso={last.at} />
      <Text size="xs" c={last.problem === undefined ? 'dimmed' : 'red.8'}>
        {words.sentTo(words.people(last.sent))}
        {last.problem === undefined ? '' : ` · ${last.problem}`}
      </Text>
    </>
  );
};

const useColumns = (onAct: (act: Act) => void): readonly Column<Report>[] => {
  const words = useWords(reportsWords);
  const may = useMay();
  const { nameOf } = useTeam();
  const api = useApi();
  const notice = useNotice();
  const queries = useQueryClient();
  const send = async (id: string): Promise<void> => {
    try {
      await ask(api.POST('/api/reports/{id}/send', { params: { path: { id } } }));
      notice.done(words.sending);
      await queries.invalidateQueries({ queryKey: ['reports'] });
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  return [
    { key: 'name', title: words.name, cell: ({ name }) => name },
    { key: 'to', title: words.to, isWide: true, cell: ({ to }) => to.map(nameOf).join(', ') },
    { key: 'next', title: words.next, cell: ({ nextAt }) => <Instant iso={nextAt} /> },
    { key: 'last', title: words.last, isWide: true, cell: ({ last }) => <Last last={last} /> },
    {
      key: 'acts',
      title: '',
      align: 'right',
      cell: (report) => (
        <RowMenu
          name={report.name}
          acts={
            may('draft')
              ? [
                  { key: 'send', label: words.send, act: () => void send(report.id) },
                  { key: 'change', label: words.change, act: () => onAct({ kind: 'form', report }) },
                  {
                    key: 'end',
                    label: words.end,
                    isDangerous: true,
                    act: () => onAct({ kind: 'end', report }),
                  },
                ]
              : []
          }
        />
      ),
    },
  ];
};

const EndDialog = ({ report, onClose }: { report: Report; onClose: () => void }) => {
  const words = useWords(reportsWords);
  const api = useApi();
  const notice = useNotice();
  const queries = useQueryClient();
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={words.endTitle(report.name)}
      text={words.endText}
      confirm={words.end}
      onConfirm={async () => {
        await ask(api.DELETE('/api/reports/{id}', { params: { path: { id: report.id } } }));
        notice.done(words.ended);
        await queries.invalidateQueries({ queryKey: ['reports'] });
      }}
    />
  );
};

/** Figures that go to the team by mail: when each goes next, how the last one went, and making one. */
export const Content = () => {
  const words = useWords(reportsWords);
  const figures = useWords(analyticsWords);
  const api = useApi();
  const may = useMay();
  const [act, onAct] = useState<Act | undefined>(undefined);
  const columns = useColumns(onAct);
  const found = useQuery({
    queryKey: ['reports'],
    // What was asked to be sent now goes out within a few seconds.
    refetchInterval: 10_000,
    queryFn: () => ask(api.GET('/api/reports', { params: { query: { limit: 100 } } })),
  });
  const rows = found.data?.reports ?? [];
  const close = (): void => onAct(undefined);
  return (
    <>
      <PageHeader title={words.reports} text={words.reportsText}>
        <PageLink page="/analytics">{figures.all}</PageLink>
        {may('draft') ? (
          <Button onClick={() => onAct({ kind: 'form', report: undefined })}>{words.newReport}</Button>
        ) : null}
      </PageHeader>
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.isSuccess && rows.length === 0 ? <EmptyState title={words.none} text={words.noneText} /> : null}
      {rows.length > 0 ? (
        <PlainTable label={words.reports} columns={columns} rows={rows} rowKey={({ id }) => id} />
      ) : null}
      {act?.kind === 'form' ? <ReportForm report={act.report} onClose={close} /> : null}
      {act?.kind === 'end' ? <EndDialog report={act.report} onClose={close} /> : null}
    </>
  );
};
