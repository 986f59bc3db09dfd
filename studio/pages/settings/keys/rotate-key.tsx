import { Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { DialogButtons } from '../../../parts/dialogs/dialog-buttons.tsx';
import { partWords } from '../../../parts/text/part-words.ts';
import { useWords } from '../../../words/language.tsx';
import type { ApiKey } from './key-state.ts';
import { keysWords } from './keys-words.ts';
import { MadeKey } from './made-key.tsx';

const mostHours = 720;

/** Makes the key that takes the place of another, which works on for some hours. */
export const RotateKey = ({ row, onClose }: { row: ApiKey; onClose: () => void }) => {
  const words = useWords(keysWords);
  const parts = useWords(partWords);
  const api = useApi();
  const queries = useQueryClient();
  const [hours, setHours] = useState(24);
  const rotate = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/keys/{id}/rotate', {
          params: { path: { id: row.id } },
          body: { overlapHours: hours },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={rotate.isSuccess ? words.madeTitle : words.rotateTitle(row.name)}
      closeOnClickOutside={!rotate.isSuccess}
      centered
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      {rotate.isSuccess ? (
        <MadeKey text={rotate.data.key} onClose={onClose} />
      ) : (
        <Stack>
          <Text size="sm">{words.rotateText}</Text>
          <NumberInput
            label={words.overlap}
            min={0}
            max={mostHours}
            allowDecimal={false}
            value={hours}
            onChange={(value) => setHours(typeof value === 'number' ? value : 0)}
          />
          <DialogButtons label={words.rotate} act={rotate} onAct={() => rotate.mutate()} onClose={onClose} />
        </Stack>
      )}
    </Modal>
  );
};
