import { Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';

import { useMe } from '../../../app/session.tsx';
import { dayStart } from '../../../parts/days/day-start.ts';
import { DialogButtons } from '../../../parts/dialogs/dialog-buttons.tsx';
import { partWords } from '../../../parts/text/part-words.ts';
import { useWords } from '../../../words/language.tsx';
import { teamWords } from './team-words.ts';
import { useChangeUser, type User } from './use-change-user.ts';

/** Says that somebody is away from now on, and until when. */
export const AwayDialog = ({ user, onClose }: { user: User; onClose: () => void }) => {
  const words = useWords(teamWords);
  const parts = useWords(partWords);
  const { workspace } = useMe();
  const change = useChangeUser(user);
  const [day, setDay] = useState('');
  const [note, setNote] = useState('');
  const away = {
    ...(day === '' ? {} : { until: dayStart({ day, zone: workspace.zone }) }),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.awayTitle(user.name)}
      centered
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      <Stack>
        <Text size="sm">{words.awayText}</Text>
        <TextInput
          type="date"
          label={words.backOn}
          description={words.backOnHint}
          value={day}
          onChange={({ currentTarget }) => setDay(currentTarget.value)}
        />
        <TextInput
          label={words.note}
          maxLength={200}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <DialogButtons
          label={words.goAway}
          act={change}
          onAct={() => change.mutate({ away }, { onSuccess: onClose })}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
};
