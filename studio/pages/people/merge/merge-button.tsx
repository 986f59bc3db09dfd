import { Button, Modal, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import type { paths } from '../../../api/schema.ts';
import { useApi, useMe } from '../../../app/session.tsx';
import { PlainTable } from '../../../parts/data-table.tsx';
import { DialogButtons } from '../../../parts/dialogs/dialog-buttons.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { partWords } from '../../../parts/text/part-words.ts';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { readable } from '../../../parts/text/readable.ts';
import { ReferenceInput } from '../../../parts/reference-input.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { personKind } from '../../../parts/page/use-title-of.ts';
import { useWords } from '../../../words/language.tsx';
import { mergeWords } from './merge-words.ts';
import { useTellMerges } from './use-merges.ts';

type Answer = paths['/api/profiles/{id}/merge']['post']['responses']['200']['content']['application/json'];
type Conflict = Answer['conflicts'][number];
type Side = Conflict['kept'];
type Keep = Readonly<Record<string, Side>>;

const useShown = () => {
  const words = useWords(mergeWords);
  return (value: unknown): string => {
    if (value === null || value === undefined) return words.none;
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
};

/** The traits on which the two differ, each with the choice of whose value stays. */
const Differences = (props: {
  conflicts: readonly Conflict[];
  onKeep: (name: string, side: Side) => void;
}) => {
  const { conflicts, onKeep } = props;
  const words = useWords(mergeWords);
  const shown = useShown();
  if (conflicts.length === 0) return <Text size="sm">{words.nothingDiffers}</Text>;
  return (
    <div>
      <Text size="sm" c="dimmed" mb="xs">
        {words.differsText}
      </Text>
      <PlainTable
        label={words.differs}
        rows={conflicts}
        rowKey={({ name }) => name}
        columns={[
          { key: 'trait', title: words.trait, cell: ({ name }) => readable(name) },
          {
            key: 'keep',
            title: `${words.mine} / ${words.theirs}`,
            cell: ({ name, mine, theirs, kept }) => (
              <SegmentedControl
                fullWidth
                size="xs"
                orientation="vertical"
                aria-label={words.keepOf(readable(name))}
                value={kept}
                onChange={(side) => onKeep(name, side === 'mine' ? 'mine' : 'theirs')}
                data={[
                  { value: 'mine', label: `${words.mine}: ${shown(mine)}` },
                  { value: 'theirs', label: `${words.theirs}: ${shown(theirs)}` },
                ]}
              />
            ),
          },
        ]}
      />
    </div>
  );
};

const Preview = ({ profile }: { profile: Answer['profile'] }) => {
  const words = useWords(mergeWords);
  const format = useFormat();
  const orders = profile.computed['orders'];
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        {words.preview}
      </Title>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {words.identities(profile.ids.join(', '))}
      </Text>
      <Text size="sm">{words.orders(format.number(typeof orders === 'number' ? orders : 0))}</Text>
      <Text size="sm">
        {words.segments(profile.segments.length === 0 ? words.none : profile.segments.join(', '))}
      </Text>
    </div>
  );
};

/** What a merge would come to, as far as it is known. */
const Outcome = (props: { preview: UseQueryResult<Answer>; onKeep: (name: string, side: Side) => void }) => {
  const { preview, onKeep } = props;
  if (preview.isPending) return <Loading />;
  if (preview.isError) return <ProblemAlert error={preview.error} />;
  return (
    <>
      <Differences conflicts={preview.data.conflicts} onKeep={onKeep} />
      <Preview profile={preview.data.profile} />
    </>
  );
};

const Dialog = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const words = useWords(mergeWords);
  const api = useApi();
  const tell = useTellMerges(id);
  const { now } = useMe();
  const notice = useNotice();
  const [from, setFrom] = useState('');
  const [keep, setKeep] = useState<Keep>({});
  const merge = (dry: boolean): Promise<Answer> => {
    const body = { from, keep: { ...keep }, dry };
    return ask(api.POST('/api/profiles/{id}/merge', { params: { path: { id } }, body }));
  };
  const preview = useQuery({
    queryKey: ['merge', id, from, keep],
    enabled: from !== '',
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
    queryFn: () => merge(true),
  });
  const act = useMutation({
    mutationFn: () => merge(false),
    onSuccess: async () => {
      notice.done(words.merged);
      onClose();
      await tell((before) => [{ from, at: now }, ...before]);
    },
  });
  return (
    <Stack>
      <Text size="sm">{words.text}</Text>
      <ReferenceInput
        label={words.other}
        kind={personKind}
        value={from}
        onChange={(next) => {
          setFrom(next);
          setKeep({});
        }}
      />
      {from === '' ? null : (
        <Outcome
          preview={preview}
          onKeep={(name, side) => setKeep((before) => ({ ...before, [name]: side }))}
        />
      )}
      <DialogButtons
        label={words.act}
        act={act}
        isReady={from !== '' && preview.isSuccess && !preview.isFetching}
        onAct={() => act.mutate()}
        onClose={onClose}
      />
    </Stack>
  );
};

/** Merges another profile of the same person into this one, after a preview with a choice for each trait. */
export const MergeButton = ({ id }: { id: string }) => {
  const words = useWords(mergeWords);
  const parts = useWords(partWords);
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={open}>
        {words.merge}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        size="lg"
        title={words.title}
        closeButtonProps={{ 'aria-label': parts.close }}
      >
        <Dialog id={id} onClose={close} />
      </Modal>
    </>
  );
};
