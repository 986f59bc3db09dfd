import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { useState } from 'react';

import { useMe } from '../../app/session.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { RecordDoneDialog } from './record-done-dialog.tsx';
import { snoozes } from './snooze-times.ts';
import { TaskDoneDialog } from './task-done-dialog.tsx';
import { useSnoozeEnd } from './use-snooze-end.ts';
import { useWorkAct, type WorkAct, type WorkItem } from './use-work-act.ts';
import { useWorkTitle } from './work-title.ts';
import { serviceWords } from './words.ts';

const dots = 'M6 12h.01M12 12h.01M18 12h.01';

type Dialog = 'hand-over' | 'done';

/** Asks for what an act needs. */
const Asked = (props: { item: WorkItem; dialog: Dialog | undefined; onClose: () => void }) => {
  const { item, dialog, onClose } = props;
  if (dialog === undefined) return null;
  if (dialog === 'hand-over') return <HandOverDialog item={item} onClose={onClose} />;
  if (item.type === 'record') return <RecordDoneDialog item={item} onClose={onClose} />;
  return <TaskDoneDialog item={item} onClose={onClose} />;
};

type Run = (wanted: WorkAct, said: string) => void;

/** Until when an item leaves the queue. */
const Snoozes = ({ run }: { run: Run }) => {
  const words = useWords(serviceWords);
  const format = useFormat();
  const end = useSnoozeEnd();
  return (
    <>
      <Menu.Label>{words.snooze}</Menu.Label>
      {snoozes.map((snooze) => (
        <Menu.Item
          key={snooze}
          onClick={() => {
            const until = end(snooze);
            run({ act: 'snooze', until }, words.snoozed(format.instant(until)));
          }}
        >
          {words[`snooze_${snooze}`]}
        </Menu.Item>
      ))}
    </>
  );
};

const ActMenu = (props: { item: WorkItem; isFree: boolean; run: Run; onAsk: (dialog: Dialog) => void }) => {
  const { item, isFree, run, onAsk } = props;
  const words = useWords(serviceWords);
  const title = useWorkTitle(item);
  const isTalk = item.type === 'conversation';
  // Drafts are done by a decision, on their own page.
  const isDecided = item.type === 'approval';
  const finish = (): void => (isTalk ? run({ act: 'done' }, words.solved) : onAsk('done'));
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.actionsOf(title)}>
          <Icon path={dots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isFree ? (
          <Menu.Item onClick={() => run({ act: 'claim' }, words.claimed)}>{words.claim}</Menu.Item>
        ) : null}
        <Menu.Item onClick={() => onAsk('hand-over')}>{words.handOver}</Menu.Item>
        {isDecided ? null : <Menu.Item onClick={finish}>{isTalk ? words.solve : words.done}</Menu.Item>}
        <Menu.Divider />
        <Snoozes run={run} />
      </Menu.Dropdown>
    </Menu>
  );
};

/** What can be done with an item of the queue: claim, hand over, snooze, done. A mention is only seen. */
export const WorkActions = ({ item }: { item: WorkItem }) => {
  const words = useWords(serviceWords);
  const notice = useNotice();
  const { user } = useMe();
  const act = useWorkAct(item);
  const [dialog, setDialog] = useState<Dialog | undefined>();
  const isFree = item.assignee === undefined && user !== undefined;
  const run: Run = (wanted, said) =>
    act.mutate(wanted, { onSuccess: () => notice.done(said), onError: notice.failed });
  const button = { size: 'xs', loading: act.isPending } as const;
  if (item.type === 'mention')
    return (
      <Button {...button} variant="default" onClick={() => run({ act: 'done' }, words.isDone)}>
        {words.seen}
      </Button>
    );
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {isFree ? (
        <Button
          {...button}
          variant="light"
          visibleFrom="sm"
          onClick={() => run({ act: 'claim' }, words.claimed)}
        >
          {words.claim}
        </Button>
      ) : null}
      <ActMenu item={item} isFree={isFree} run={run} onAsk={setDialog} />
      <Asked item={item} dialog={dialog} onClose={() => setDialog(undefined)} />
    </Group>
  );
};
