import { Modal, Stack } from '@mantine/core';
import { useState } from 'react';

import { DialogButtons } from '../../../parts/dialogs/dialog-buttons.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { partWords } from '../../../parts/text/part-words.ts';
import { useWords } from '../../../words/language.tsx';
import { HoursInput } from './hours-input.tsx';
import { draftOf, hoursOf } from './hours.ts';
import { teamWords } from './team-words.ts';
import { useChangeUser, type User } from './use-change-user.ts';
import { type UserDraft, UserFields } from './user-fields.tsx';

/** Changes name, role, teams and hours of somebody. */
export const EditUser = ({ user, onClose }: { user: User; onClose: () => void }) => {
  const words = useWords(teamWords);
  const parts = useWords(partWords);
  const notice = useNotice();
  const change = useChangeUser(user);
  const [draft, setDraft] = useState<UserDraft>(user);
  const [hours, setHours] = useState(() => draftOf(user.hours));
  const save = (): void => {
    const { name, role, teams } = draft;
    change.mutate(
      {
        name,
        teams: [...teams],
        hours: hoursOf(hours),
        ...(role === user.role ? {} : { role }),
      },
      {
        onSuccess: () => {
          notice.done(words.saved);
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.editTitle(user.name)}
      centered
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      <Stack>
        <UserFields value={draft} onChange={setDraft} />
        <HoursInput label={words.ownHours} text={words.ownHoursText} value={hours} onChange={setHours} />
        <DialogButtons
          label={words.save}
          act={change}
          isReady={draft.name.trim() !== ''}
          onAct={save}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
};
