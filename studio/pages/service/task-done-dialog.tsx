import { Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';

import { useMe } from '../../app/session.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { useWords } from '../../words/language.tsx';
import { DialogButtons } from '../../parts/dialogs/dialog-buttons.tsx';
import { useWorkAct, type WorkItem } from './use-work-act.ts';
import { useWorkTitle } from './work-title.ts';
import { serviceWords } from './words.ts';

/** Says that a task is done, how it came out, and what there is to remember. */
export const TaskDoneDialog = ({ item, onClose }: { item: WorkItem; onClose: () => void }) => {
  const words = useWords(serviceWords);
  const notice = useNotice();
  const title = useWorkTitle(item);
  const { user } = useMe();
  const act = useWorkAct(item);
  const [outcome, setOutcome] = useState('done');
  const [note, setNote] = useState('');
  const finish = (): void =>
    act.mutate(
      {
        act: 'done',
        ...(outcome.trim() === '' ? {} : { outcome: outcome.trim() }),
        ...(note.trim() === '' ? {} : { note: note.trim() }),
        ...(user === undefined ? {} : { by: user.id }),
      },
      {
        onSuccess: () => {
          notice.done(words.isDone);
          onClose();
        },
      },
    );
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.doneOf(title)}
      centered
      closeButtonProps={{ 'aria-label': words.cancel }}
    >
      <Stack>
        <TextInput
          label={words.outcome}
          description={words.outcomeHelp}
          maxLength={100}
          value={outcome}
          onChange={({ currentTarget }) => setOutcome(currentTarget.value)}
        />
        <Textarea
          label={words.note}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={1000}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <DialogButtons label={words.done} act={act} onAct={finish} onClose={onClose} />
      </Stack>
    </Modal>
  );
};
