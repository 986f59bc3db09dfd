import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useId } from 'react';

import { ask } from '../../../api/client.ts';
import { useApi, useMay } from '../../../app/session.tsx';
import { ConfirmButton } from '../../../parts/dialogs/confirm-button.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { mergeWords } from './merge-words.ts';
import { useMerges, useTellMerges } from './use-merges.ts';

const Undo = ({ id, from }: { id: string; from: string }) => {
  const words = useWords(mergeWords);
  const api = useApi();
  const tell = useTellMerges(id);
  const notice = useNotice();
  return (
    <ConfirmButton
      label={words.undo}
      button={{ size: 'xs', 'aria-label': words.undoOf(from) }}
      title={words.undoTitle}
      text={words.undoText}
      confirm={words.undo}
      onConfirm={async () => {
        const params = { path: { id } };
        await ask(api.POST('/api/profiles/{id}/split', { params, body: { from } }));
        notice.done(words.undone);
        await tell((before) => before.filter((one) => one.from !== from));
      }}
    />
  );
};

/** Profiles that became one with this person, and the way back. Nothing where there are none. */
export const Merges = ({ id }: { id: string }) => {
  const words = useWords(mergeWords);
  const format = useFormat();
  const may = useMay();
  const titleId = useId();
  const merges = useMerges(id);
  if (merges.length === 0) return null;
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby={titleId}>
      <Title order={2} size="h4" mb="sm" id={titleId}>
        {words.merges}
      </Title>
      <Stack gap="sm">
        {merges.map(({ from, at }) => (
          <Group key={from} justify="space-between" gap="xs">
            <div>
              <Text style={{ overflowWrap: 'anywhere' }}>{from}</Text>
              <Text size="sm" c="dimmed">
                {words.mergedAt(format.instant(at))}
              </Text>
            </div>
            {may('write', 'personal-data') ? <Undo id={id} from={from} /> : null}
          </Group>
        ))}
      </Stack>
    </Paper>
  );
};
