import { Anchor, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useWords } from '../../words/language.tsx';
import { readable } from '../../parts/text/readable.ts';
import { useShippedLabel } from '../../parts/text/shipped-label.ts';
import type { RecordRow } from './record-row.ts';
import { crmWords } from './words.ts';

/** The records that a record is linked to, from both sides. */
export const RecordLinks = ({ row }: { row: RecordRow }) => {
  const words = useWords(crmWords);
  const api = useApi();
  const label = useShippedLabel();
  const { kind, id, revision } = row;
  const found = useQuery({
    queryKey: ['record-links', kind, id, revision],
    queryFn: () => ask(api.GET('/api/records/{kind}/{id}/links', { params: { path: { kind, id } } })),
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.links.length === 0) return <EmptyState title={words.noLinks} />;
  return (
    <List>
      {found.data.links.map((link) => (
        <List.Item key={`${link.direction} ${link.kind} ${link.id}`}>
          <Anchor renderRoot={(props) => <Link to={`/records/${link.kind}/${link.id}`} {...props} />}>
            {label(link.kind, readable(link.kind))} {link.id}
          </Anchor>
          {link.role === '' ? null : (
            <Text span c="dimmed" ml="xs">
              {link.role}
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  );
};
