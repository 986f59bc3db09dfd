import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { usePages } from '../../parts/page/use-pages.ts';
import { useWords } from '../../words/language.tsx';
import { useTeam } from '../../parts/team/use-team.ts';
import type { ConversationMessage } from './conversation-row.ts';
import { MessageFiles } from './message-files.tsx';
import { serviceWords } from './words.ts';

const pageSize = 50;
const everyMs = 15_000;

const kinds = {
  in: { isOurs: false, background: undefined },
  out: { isOurs: true, background: 'var(--mantine-color-blue-light)' },
  note: { isOurs: true, background: 'var(--mantine-color-yellow-light)' },
} as const;

const failed: ReadonlySet<string | undefined> = new Set(['refused', 'bounced']);

/** What is to be known of a message besides its text: whether it arrived, and whose word it is. */
const Marks = ({ message }: { message: ConversationMessage }) => {
  const words = useWords(serviceWords);
  const { status, reason } = message;
  const marks = [
    ...(message.automatic === undefined ? [] : [words.automatic]),
    ...(message.optOut === undefined ? [] : [words[`optOut_${message.optOut}`]]),
    ...(message.direction === 'in' && message.authentication === 'fail' ? [words.unproven] : []),
    ...(message.otherSender === true ? [words.otherSender] : []),
  ];
  const said = status === undefined ? undefined : words[`status_${status}`];
  if (marks.length === 0 && said === undefined) return null;
  return (
    <Group gap={4} mt="xs">
      {marks.map((mark) => (
        <Badge key={mark} variant="default" tt="none">
          {mark}
        </Badge>
      ))}
      {said === undefined ? null : (
        <Badge variant="default" tt="none" {...(failed.has(status) ? { c: 'red' } : {})}>
          {reason === undefined ? said : `${said}: ${words.refusal(reason)}`}
        </Badge>
      )}
    </Group>
  );
};

/** Who wrote it, and when. */
const Head = ({ message }: { message: ConversationMessage }) => {
  const words = useWords(serviceWords);
  const { nameOf } = useTeam();
  const { direction, by, name, from } = message;
  const ours = by === undefined ? words.somebody : nameOf(by);
  return (
    <Group justify="space-between" gap="xs" mb="xs">
      <Text size="sm">
        <b>{direction === 'in' ? (name ?? from ?? '') : ours}</b> · {words[`dir_${direction}`]}
        {direction === 'note' ? ` · ${words.noteHint}` : ''}
      </Text>
      <Text size="sm">
        <Instant iso={message.at} />
      </Text>
    </Group>
  );
};

const Message = ({ message }: { message: ConversationMessage }) => {
  const words = useWords(serviceWords);
  const { nameOf } = useTeam();
  const { direction, text, fullText = text, mentions = [] } = message;
  const { isOurs, background } = kinds[direction];
  const [isWhole, { toggle }] = useDisclosure(false);
  const side = { base: 'md', sm: 48 };
  return (
    <Paper
      withBorder
      p="md"
      component="li"
      ml={isOurs ? side : 0}
      mr={isOurs ? 0 : side}
      style={{ overflowWrap: 'anywhere', ...(background === undefined ? {} : { background }) }}
    >
      <Head message={message} />
      <Text component="div" style={{ whiteSpace: 'pre-wrap' }}>
        {isWhole ? fullText : text}
      </Text>
      {mentions.length === 0 ? null : (
        <Text size="sm" mt="xs">
          {mentions.map((id) => `@${nameOf(id)}`).join(' ')}
        </Text>
      )}
      {fullText === text ? null : (
        <Button size="compact-xs" variant="default" my="xs" aria-expanded={isWhole} onClick={toggle}>
          {isWhole ? words.part : words.whole}
        </Button>
      )}
      <MessageFiles message={message} />
      <Marks message={message} />
    </Paper>
  );
};

/** The messages of a conversation, the latest last. */
export const Thread = ({ id }: { id: string }) => {
  const words = useWords(serviceWords);
  const api = useApi();
  const pages = usePages({
    key: ['conversation', id, 'messages'],
    everyMs,
    read: async (cursor) => {
      const query = { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
      const path = { id };
      const page = await ask(api.GET('/api/conversations/{id}/messages', { params: { path, query } }));
      return { rows: page.messages, next: page.next };
    },
  });
  if (pages.isPending) return <Loading />;
  if (pages.isLoadingError) return <ProblemAlert error={pages.error} onRetry={() => void pages.refetch()} />;
  const messages = pages.data.pages.flatMap(({ rows }) => rows).toReversed();
  return (
    <Stack component="section" aria-label={words.messages}>
      <Title order={2} size="h4">
        {words.messages}
      </Title>
      {pages.hasNextPage ? (
        <Button
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {words.earlier}
        </Button>
      ) : null}
      {messages.length === 0 ? <Text c="dimmed">{words.noMessages}</Text> : null}
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {messages.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </Stack>
    </Stack>
  );
};
