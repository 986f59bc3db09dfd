import { Anchor, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import { PlainTable } from '../../parts/data-table.tsx';
import { NewDrafts } from '../../parts/drafts/new-drafts.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { Counted } from '../../parts/text/counted.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { useSegmentList } from '../../parts/conditions/use-segment-names.ts';
import { segmentWords } from './words.ts';

/** The segments, with their people as they are now. */
export const Content = () => {
  const words = useWords(segmentWords);
  const format = useFormat();
  const found = useSegmentList();
  const rows = found.data?.segments ?? [];
  return (
    <>
      <PageHeader title={words.segments} text={words.segmentsText}>
        <Button renderRoot={(props) => <Link to="/segments/new" {...props} />}>{words.try}</Button>
      </PageHeader>
      <NewDrafts pattern={/^segments\/([^/]+)\.json$/} to={(key) => `/segments/${key}`} />
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.isSuccess && rows.length === 0 ? <EmptyState title={words.none} text={words.noneText} /> : null}
      {found.isSuccess ? <Counted iso={found.data.countedAt} /> : null}
      {rows.length === 0 ? null : (
        <PlainTable
          label={words.segments}
          rows={rows}
          rowKey={({ key }) => key}
          columns={[
            {
              key: 'name',
              title: words.name,
              cell: ({ key, name }) => (
                <Anchor inherit fw={500} renderRoot={(props) => <Link to={`/segments/${key}`} {...props} />}>
                  {name}
                </Anchor>
              ),
            },
            {
              key: 'kind',
              title: words.kind,
              isWide: true,
              cell: ({ kind }) => (kind === 'rule' ? words.rule : words.list),
            },
            {
              key: 'members',
              title: words.members,
              align: 'right',
              cell: ({ members }) => format.number(members),
            },
          ]}
        />
      )}
    </>
  );
};
