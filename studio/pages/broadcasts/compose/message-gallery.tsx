import {
  Badge,
  Group,
  Modal,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { Icon, icons } from '../../../parts/icon.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { partWords } from '../../../parts/text/part-words.ts';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useWords } from '../../../words/language.tsx';
import { plainSubject } from '../../messages/plain-subject.ts';
import { Thumbnail } from '../../messages/thumbnail.tsx';
import { usePictures } from '../../messages/use-pictures.ts';
import { messageWords } from '../../messages/words.ts';
import { composeWords } from './compose-words.ts';

export type Template = components['schemas']['Template'];

/** The messages of the workspace. */
export const useTemplates = () => {
  const api = useApi();
  return useQuery({ queryKey: ['templates'], queryFn: () => ask(api.GET('/api/templates')) });
};

const holds = ({ key, name, subject, topic }: Template, q: string): boolean => {
  const text = [key, name, subject, topic].join(' ').toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

const Card = ({ template, onChoose }: { template: Template; onChoose: () => void }) => {
  const messages = useWords(messageWords);
  const { withPictures } = usePictures();
  const { name, subject, channel, class: kind } = template;
  return (
    <Paper
      withBorder
      renderRoot={(props) => <UnstyledButton {...props} onClick={onChoose} />}
      style={{ overflow: 'hidden' }}
    >
      <Thumbnail message={template} withPictures={withPictures} />
      <Stack gap={4} p="sm">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        <Text size="sm" c="dimmed" lineClamp={2}>
          {plainSubject(subject)}
        </Text>
        <Group gap={6}>
          {[channel, kind].map((word) => (
            <Badge key={word} variant="light" color="gray" tt="none" c="dimmed">
              {messages.nameOf(word)}
            </Badge>
          ))}
        </Group>
      </Stack>
    </Paper>
  );
};

/** Picks a message by how it looks. */
export const MessageGallery = (props: {
  /** Only those of this channel. */
  channel: string | undefined;
  onChoose: (template: Template) => void;
  onClose: () => void;
}) => {
  const { channel, onChoose, onClose } = props;
  const words = useWords(composeWords);
  const parts = useWords(partWords);
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false;
  const [q, setQ] = useState('');
  const found = useTemplates();
  const shown = (found.data?.templates ?? []).filter(
    (one) => (channel === undefined || one.channel === channel) && holds(one, q.trim()),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.choose}
      size="xl"
      fullScreen={isNarrow}
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      <Stack>
        <TextInput
          type="search"
          label={words.searchMessage}
          leftSection={<Icon path={icons.search} />}
          maxLength={200}
          data-autofocus
          value={q}
          onChange={({ currentTarget }) => setQ(currentTarget.value)}
        />
        {found.isPending ? <Loading /> : null}
        {found.isLoadingError ? (
          <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
        ) : null}
        {found.isSuccess && shown.length === 0 ? <EmptyState title={words.noMessage} /> : null}
        <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }}>
          {shown.map((template) => (
            <Card key={template.key} template={template} onChoose={() => onChoose(template)} />
          ))}
        </SimpleGrid>
      </Stack>
    </Modal>
  );
};
