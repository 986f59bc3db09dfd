import { Button, Stack, Text, Title } from '@mantine/core';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { usePages } from '../../parts/page/use-pages.ts';
import { channelWords } from '../../parts/text/channel-words.ts';
import { useJourneyName } from '../../parts/text/use-journey-name.ts';
import { useWords } from '../../words/language.tsx';
import { usePersonPlace } from './place.ts';
import type { Message, Profile } from './profile.ts';
import { Why } from './why.tsx';
import { peopleWords } from './words.ts';

/** What became of a message, by what tells most. */
const stateOf = (message: Message): string => {
  if (message.complainedAt !== undefined) return 'complained';
  if (message.unsubscribedAt !== undefined) return 'unsubscribed';
  if (message.bouncedAt !== undefined) return 'bounced';
  if (message.clickedAt !== undefined) return 'clicked';
  return message.openedAt === undefined ? message.status : 'opened';
};

const WhyButton = ({ message, onAsk }: { message: string; onAsk: (message: string) => void }) => {
  const words = useWords(peopleWords);
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      aria-label={words.askWhyOf(message)}
      onClick={() => onAsk(message)}
    >
      {words.askWhy}
    </Button>
  );
};

const useColumns = (askWhy: (message: string) => void) => {
  const words = useWords(peopleWords);
  const { channelOf } = useWords(channelWords);
  const journeyName = useJourneyName();
  return [
    {
      key: 'subject',
      title: words.subject,
      cell: ({ subject, message }: Message) => (
        <>
          <Text inherit>{subject === '' ? message : subject}</Text>
          <Text size="sm" c="dimmed">
            {message}
          </Text>
        </>
      ),
    },
    {
      key: 'journey',
      title: words.journey,
      isWide: true,
      cell: ({ journey }: Message) => (
        <PageLink page="/journeys/$key" value={journey}>
          {journeyName(journey)}
        </PageLink>
      ),
    },
    {
      key: 'channel',
      title: words.channel,
      isWide: true,
      cell: ({ channel }: Message) => channelOf(channel),
    },
    {
      key: 'state',
      title: words.state,
      cell: (row: Message) => (
        <>
          {words.stateOf(stateOf(row))}
          <Text size="sm" c="dimmed">
            <Instant iso={row.acceptedAt ?? row.plannedAt} />
          </Text>
        </>
      ),
    },
    {
      key: 'why',
      title: words.askWhy,
      isWide: true,
      cell: ({ message }: Message) => <WhyButton message={message} onAsk={askWhy} />,
    },
  ];
};

/** What somebody got, and why they got something or not. */
export const Messages = ({ profile }: { profile: Profile }) => {
  const words = useWords(peopleWords);
  const api = useApi();
  const { id } = profile;
  const [place, change] = usePersonPlace();
  const columns = useColumns((message) => change({ message }));
  const pages = usePages({
    key: ['person', id, 'messages'],
    read: async (cursor) => {
      const query = { profile: id, limit: 50, ...(cursor === undefined ? {} : { cursor }) };
      const page = await ask(api.GET('/api/messages', { params: { query } }));
      return { rows: page.messages, next: page.next };
    },
  });
  return (
    <Stack gap="lg">
      <Why id={id} message={place.message} onAsk={(message) => change({ message })} />
      <section aria-labelledby="messages">
        <Title order={2} size="h4" mb="sm" id="messages">
          {words.sentMessages}
        </Title>
        <DataTable
          label={words.sentMessages}
          columns={columns}
          pages={pages}
          rowKey={(row) => row.id}
          empty={<EmptyState title={words.noMessages} />}
        />
      </section>
    </Stack>
  );
};
