import { Text, Timeline } from '@mantine/core';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { usePages } from '../../parts/page/use-pages.ts';
import { useWords } from '../../words/language.tsx';
import { type Definition, fieldName } from './definition.ts';
import { FieldValue } from './field-value.tsx';
import type { RecordRow } from './record-row.ts';
import { useTeam } from '../../parts/team/use-team.ts';
import { crmWords } from './words.ts';

/** Who changed what of a record; the newest first. */
export const RecordHistory = ({ definition, row }: { definition: Definition; row: RecordRow }) => {
  const words = useWords(crmWords);
  const api = useApi();
  const { nameOf } = useTeam();
  const { kind, id, revision } = row;
  const pages = usePages({
    key: ['record-history', kind, id, revision],
    read: async (cursor) => {
      const query = { limit: 50, ...(cursor === undefined ? {} : { cursor }) };
      const path = { kind, id };
      const page = await ask(api.GET('/api/records/{kind}/{id}/history', { params: { path, query } }));
      return { rows: page.history, next: page.next };
    },
  });
  if (pages.isPending) return <Loading />;
  if (pages.isLoadingError) return <ProblemAlert error={pages.error} onRetry={() => void pages.refetch()} />;
  const lines = pages.data.pages.flatMap((page) => page.rows);
  if (lines.length === 0) return <EmptyState title={words.noHistory} />;
  return (
    <Timeline bulletSize={16} lineWidth={2}>
      {lines.map((line) => {
        const who = line.by.kind === 'user' ? nameOf(line.by.id) : words.who(line.by.kind);
        return (
          <Timeline.Item key={line.revision} title={`${who}: ${words.act(line.act)}`}>
            <Text size="sm" c="dimmed">
              <Instant iso={line.at} />
            </Text>
            {line.changes.map(({ field, from, to }) => (
              <Text key={field} size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
                <b>{fieldName(definition, field)}</b> {words.from}{' '}
                <FieldValue field={definition.fields[field]} value={from} /> {words.to}{' '}
                <FieldValue field={definition.fields[field]} value={to} />
              </Text>
            ))}
          </Timeline.Item>
        );
      })}
    </Timeline>
  );
};
