import { Badge, Card, Group, Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';
import { NewDrafts } from '../../parts/drafts/new-drafts.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Icon, icons } from '../../parts/icon.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useWords } from '../../words/language.tsx';
import { NewMessage } from './edit/new-message.tsx';
import classes from './messages.module.css';
import { useGalleryPlace } from './place.ts';
import { plainSubject } from './plain-subject.ts';
import { Thumbnail } from './thumbnail.tsx';
import { usePictures } from './use-pictures.ts';
import { messageWords } from './words.ts';

type Template = components['schemas']['Template'];

const journeysOf = ({ uses }: Template): readonly string[] => [...new Set(uses.map(({ name }) => name))];

const MessageCard = ({ template, withPictures }: { template: Template; withPictures: boolean }) => {
  const words = useWords(messageWords);
  const { key, name, channel, class: kind, locales, subject } = template;
  const journeys = journeysOf(template);
  return (
    <Card
      withBorder
      padding={0}
      className={classes['card'] ?? ''}
      renderRoot={(props) => <Link to={`/messages/${key}`} {...props} />}
    >
      <Thumbnail message={template} withPictures={withPictures} />
      <Stack gap={6} p="md">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        {subject === '' ? null : (
          <Text size="sm" c="dimmed" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
            {plainSubject(subject)}
          </Text>
        )}
        <Group gap={6}>
          <Badge variant="light" tt="none">
            {words.nameOf(channel)}
          </Badge>
          <Badge variant="light" color="gray" tt="none" c="dimmed">
            {words.nameOf(kind)}
          </Badge>
          <Badge variant="light" color="gray" tt="none" c="dimmed">
            {locales.join(', ')}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {journeys.length === 0 ? words.unused : words.usedBy(journeys.join(', '))}
        </Text>
      </Stack>
    </Card>
  );
};

const matches = (template: Template, q: string): boolean => {
  const text = [template.key, template.name, template.subject, template.topic, ...journeysOf(template)].join(
    ' ',
  );
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.toLowerCase().includes(word));
};

const Filters = ({ channels }: { channels: readonly string[] }) => {
  const words = useWords(messageWords);
  const [place, change] = useGalleryPlace();
  const pictures = usePictures();
  const [typed, setTyped] = useState(place.q ?? '');
  const search = useDebouncedCallback((q: string) => change({ q: q.trim() || undefined }), 150);
  return (
    <Group gap="sm" mb="md" align="flex-end">
      <TextInput
        type="search"
        flex="1 1 14rem"
        label={words.search}
        leftSection={<Icon path={icons.search} />}
        value={typed}
        maxLength={200}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          search(currentTarget.value);
        }}
      />
      <Select
        label={words.channel}
        placeholder={words.any}
        clearable
        flex="0 1 12rem"
        data={channels.map((value) => ({ value, label: words.nameOf(value) }))}
        value={place.channel ?? null}
        onChange={(channel) => change({ channel: channel ?? undefined })}
      />
      <Switch
        mb={8}
        label={words.pictures}
        checked={pictures.withPictures}
        onChange={({ currentTarget }) => pictures.set(currentTarget.checked)}
      />
    </Group>
  );
};

/** Every message of the workspace, as it looks. */
export const Content = () => {
  const words = useWords(messageWords);
  const api = useApi();
  const [{ q, channel }] = useGalleryPlace();
  const { withPictures } = usePictures();
  const found = useQuery({ queryKey: ['templates'], queryFn: () => ask(api.GET('/api/templates')) });
  const all = found.data?.templates ?? [];
  const shown = all.filter(
    (one) => (channel === undefined || one.channel === channel) && (q === undefined || matches(one, q)),
  );
  return (
    <>
      <PageHeader title={words.messages} text={words.messagesText}>
        <NewMessage />
      </PageHeader>
      <NewDrafts pattern={/^messages\/([^/]+)\/message\.json$/} to={(key) => `/messages/${key}/edit`} />
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.isSuccess && all.length === 0 ? <EmptyState title={words.none} text={words.noneText} /> : null}
      {all.length === 0 ? null : (
        <Filters channels={[...new Set(all.map((one) => one.channel))].toSorted()} />
      )}
      {all.length > 0 && shown.length === 0 ? <EmptyState title={words.noMatch} /> : null}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {shown.map((template) => (
          <MessageCard key={template.key} template={template} withPictures={withPictures} />
        ))}
      </SimpleGrid>
    </>
  );
};
