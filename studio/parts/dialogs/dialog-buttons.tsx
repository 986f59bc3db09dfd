import { Button, Group } from '@mantine/core';

import { useWords } from '../../words/language.tsx';
import { partWords } from '../text/part-words.ts';
import { ProblemAlert } from '../page/problem-alert.tsx';

/** The end of a dialog: what went wrong, and how it is left or done. */
export const DialogButtons = (props: {
  label: string;
  act: { readonly isError: boolean; readonly isPending: boolean; readonly error: unknown };
  isReady?: boolean;
  onAct: () => void;
  onClose: () => void;
}) => {
  const { label, act, isReady = true, onAct, onClose } = props;
  const words = useWords(partWords);
  return (
    <>
      {act.isError ? <ProblemAlert error={act.error} /> : null}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button loading={act.isPending} disabled={!isReady} onClick={onAct}>
          {label}
        </Button>
      </Group>
    </>
  );
};
