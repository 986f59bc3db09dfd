import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { CopyText } from '../../../parts/copy-text.tsx';
import { DialogButtons } from '../../../parts/dialogs/dialog-buttons.tsx';
import { partWords } from '../../../parts/text/part-words.ts';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { teamWords } from './team-words.ts';
import type { User } from './use-change-user.ts';

/** Makes a link with which somebody signs in once; it is shown here and nowhere else. */
export const SignInLink = ({ user, onClose }: { user: User; onClose: () => void }) => {
  const words = useWords(teamWords);
  const parts = useWords(partWords);
  const format = useFormat();
  const api = useApi();
  const make = useMutation({
    mutationFn: () => ask(api.POST('/api/users/{id}/sign-in-link', { params: { path: { id: user.id } } })),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.linkTitle(user.name)}
      centered
      closeButtonProps={{ 'aria-label': parts.close }}
    >
      <Stack>
        <Text size="sm">{words.linkText}</Text>
        {make.isSuccess ? (
          <>
            <CopyText label={words.linkLabel} value={make.data.url} />
            <Text size="sm" c="dimmed">
              {words.linkEnds(format.instant(make.data.expiresAt))}
            </Text>
            <Group justify="flex-end">
              <Button onClick={onClose}>{words.close}</Button>
            </Group>
          </>
        ) : (
          <DialogButtons label={words.makeLink} act={make} onAct={() => make.mutate()} onClose={onClose} />
        )}
      </Stack>
    </Modal>
  );
};
