import { Modal, Select, Stack } from '@mantine/core';
import { useState } from 'react';

import { useNotice } from '../../parts/page/notice.tsx';
import { useWords } from '../../words/language.tsx';
import { useTeam } from '../../parts/team/use-team.ts';
import { DialogButtons } from '../../parts/dialogs/dialog-buttons.tsx';
import { useTeams } from '../../parts/team/use-teams.ts';
import { useWorkAct, type WorkItem } from './use-work-act.ts';
import { useWorkTitle } from './work-title.ts';
import { serviceWords } from './words.ts';

/** Gives an item to somebody of the team, to a team, or to nobody. */
export const HandOverDialog = ({ item, onClose }: { item: WorkItem; onClose: () => void }) => {
  const words = useWords(serviceWords);
  const notice = useNotice();
  const title = useWorkTitle(item);
  const { users } = useTeam();
  const { teams } = useTeams();
  const act = useWorkAct(item);
  const [assignee, setAssignee] = useState<string | null>(item.assignee ?? null);
  const [team, setTeam] = useState<string | null>(item.team ?? null);
  const give = (): void =>
    act.mutate(
      {
        act: 'hand-over',
        ...(assignee === (item.assignee ?? null) ? {} : { assignee }),
        ...(team === (item.team ?? null) ? {} : { team }),
      },
      {
        onSuccess: () => {
          notice.done(words.handedOver);
          onClose();
        },
      },
    );
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.handOverOf(title)}
      centered
      closeButtonProps={{ 'aria-label': words.cancel }}
    >
      <Stack>
        <Select
          label={words.assignee}
          placeholder={words.nobody}
          searchable
          clearable
          data={users.map(({ id, name }) => ({ value: id, label: name }))}
          value={assignee}
          onChange={setAssignee}
        />
        {teams.length === 0 ? null : (
          <Select
            label={words.team}
            placeholder={words.nobody}
            clearable
            data={teams.map(({ key, name }) => ({ value: key, label: name }))}
            value={team}
            onChange={setTeam}
          />
        )}
        <DialogButtons label={words.handOver} act={act} onAct={give} onClose={onClose} />
      </Stack>
    </Modal>
  );
};
