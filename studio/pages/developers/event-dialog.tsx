import { Button, Code, Group, List, Modal, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { partWords } from '../../parts/text/part-words.ts';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { developerWords } from './words.ts';

export type Event = components['schemas']['Event'];

const Facts = ({ event }: { event: Event }) => {
  const words = useWords(developerWords);
  const format = useFormat();
  const { state, source, receivedAt, profileId, error } = event;
  const facts = [
    [words.state, words[`is_${state}`]],
    [words.received, format.instant(receivedAt)],
    [words.source, source],
    ...(error === undefined ? [] : [[words.problem, error] as const]),
  ] as const;
  return (
    <Table variant="vertical" withTableBorder style={{ overflowWrap: 'anywhere' }}>
      <Table.Tbody>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th w="30%">{name}</Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
        {profileId === undefined ? null : (
          <Table.Tr>
            <Table.Th w="30%">{words.person}</Table.Th>
            <Table.Td>
              <PageLink page="/people/$id" value={profileId}>
                {profileId}
              </PageLink>
            </Table.Td>
          </Table.Tr>
        )}
      </Table.Tbody>
    </Table>
  );
};

const Ignored = ({ event }: { event: Event }) => {
  const words = useWords(developerWords);
  const { ignored = [] } = event;
  if (ignored.length === 0) return null;
  return (
    <>
      <Text fw={600} size="sm">
        {words.ignored}
      </Text>
      <List size="sm">
        {ignored.map(({ path, message }) => (
          <List.Item key={path}>
            <Code>{path}</Code> {message}
          </List.Item>
        ))}
      </List>
    </>
  );
};

/** One event: what it says, why it was set aside, and a second chance. */
export const EventDialog = ({ event, onClose }: { event: Event; onClose: () => void }) => {
  const words = useWords(developerWords);
  const parts = useWords(partWords);
  const notice = useNotice();
  const api = useApi();
  const may = useMay();
  const queries = useQueryClient();
  const { id, state } = event;
  const retry = useMutation({
    mutationFn: () => ask(api.POST('/api/events/{id}/retry', { params: { path: { id } } })),
    onSuccess: async () => {
      notice.done(words.retried);
      await queries.invalidateQueries({ queryKey: ['events'] });
      onClose();
    },
  });
  const isStuck = state === 'dead' || state === 'quarantined';
  const said = {
    ...event.properties,
    ...(Object.keys(event.traits).length === 0 ? {} : { traits: event.traits }),
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={event.event}
      centered
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      <Stack>
        <Facts event={event} />
        <Text fw={600} size="sm">
          {words.what}
        </Text>
        <Code block tabIndex={0}>
          {JSON.stringify(said, undefined, 2)}
        </Code>
        <Ignored event={event} />
        {retry.isError ? <ProblemAlert error={retry.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.close}
          </Button>
          {isStuck && may('write', 'personal-data') ? (
            <Button loading={retry.isPending} onClick={() => retry.mutate()}>
              {words.retry}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Modal>
  );
};
