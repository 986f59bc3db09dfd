import { Button, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi, useMay } from '../../../app/session.tsx';
import { type Column, PlainTable } from '../../../parts/data-table.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { PageLink } from '../../../parts/page/page-link.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { Interval } from '../../journeys/results.tsx';
import type { Broadcast } from '../broadcast-state.tsx';
import { broadcastWords } from '../words.ts';

type Variant = components['schemas']['BroadcastResults']['variants'][number];

/** Names the winner of a test that waits for somebody to do it. */
const Choose = ({ broadcast, variant }: { broadcast: Broadcast; variant: string }) => {
  const words = useWords(broadcastWords);
  const api = useApi();
  const notice = useNotice();
  const queries = useQueryClient();
  const { id } = broadcast;
  const act = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/broadcasts/{id}/winner', { params: { path: { id } }, body: { variant } })),
    onError: notice.failed,
    onSuccess: async () => {
      notice.done(words.chosen);
      await queries.invalidateQueries({ queryKey: ['broadcast', id] });
    },
  });
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={act.isPending}
      aria-label={words.chooseOf(variant)}
      onClick={() => act.mutate()}
    >
      {words.choose}
    </Button>
  );
};

/** What came of each message, with intervals. */
export const Variants = (props: { broadcast: Broadcast; variants: readonly Variant[] }) => {
  const { broadcast, variants } = props;
  const words = useWords(broadcastWords);
  const format = useFormat();
  const mayChoose = useMay()('write') && broadcast.state === 'testing' && broadcast.winner === undefined;
  const rate = (
    key: 'openRate' | 'clickRate' | 'unsubscribeRate',
    title: string,
    isWide: boolean,
  ): Column<Variant> => ({
    key,
    title,
    align: 'right',
    isWide,
    cell: (one) => (one.sent === 0 ? '–' : <Interval of={one[key]} show={format.percent} />),
  });
  const count = (key: 'bounced' | 'complained', title: string): Column<Variant> => ({
    key,
    title,
    align: 'right',
    isWide: true,
    cell: (one) => format.number(one[key]),
  });
  const columns: readonly Column<Variant>[] = [
    {
      key: 'variant',
      title: words.variant,
      cell: ({ name, message }) => (
        <PageLink page="/messages/$key" value={message}>
          {variants.length < 2 ? message : `${name}: ${message}`}
        </PageLink>
      ),
    },
    { key: 'sent', title: words.sentTo, align: 'right', cell: ({ sent }) => format.number(sent) },
    rate('openRate', words.opened, true),
    rate('clickRate', words.clicked, false),
    rate('unsubscribeRate', words.unsubscribed, true),
    count('bounced', words.bounced),
    count('complained', words.complained),
    ...(mayChoose
      ? [
          {
            key: 'choose',
            title: '',
            cell: ({ name }: Variant) => <Choose broadcast={broadcast} variant={name} />,
          },
        ]
      : []),
  ];
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {words.variants}
      </Title>
      <PlainTable label={words.variants} columns={columns} rows={variants} rowKey={({ name }) => name} />
    </section>
  );
};
