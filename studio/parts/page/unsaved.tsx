import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';

import { useWords } from '../../words/language.tsx';
import { partWords } from '../text/part-words.ts';
import { useUnsaved } from './use-unsaved.ts';

/** Asks before a page is left on which something was typed and not saved, whichever way it is left. */
export const Unsaved = ({ when }: { when: boolean }) => {
  const words = useWords(partWords);
  useUnsaved(when);
  const { status, proceed, reset } = useBlocker({
    // Another tab or filter of the same page takes nothing away.
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: false,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title={words.leaveTitle}
      centered
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Stack>
        <Text size="sm">{words.leaveText}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => reset?.()}>
            {words.stay}
          </Button>
          <Button color="red" onClick={() => proceed?.()}>
            {words.leave}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
