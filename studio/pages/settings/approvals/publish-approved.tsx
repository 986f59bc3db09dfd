import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import { useApi, useMe } from '../../../app/session.tsx';
import type { Approval } from '../../../parts/approvals/approval-state.tsx';
import { instantOf, nextMorning } from '../../../parts/days/wall-time.ts';
import { useNotice } from '../../../parts/page/notice.tsx';
import { type Publish, PublishDialog } from '../../../parts/publish/publish-dialog.tsx';
import { useWords } from '../../../words/language.tsx';
import { approvalPageWords } from './approvals-words.ts';
import { useDecide } from './use-decide.ts';

type Props = { approval: Approval };

/** Publishes an approval, or says what that would do. */
const usePublish = ({ id }: Approval): Publish => {
  const api = useApi();
  return ({ plan, dryRun, ...said }) => {
    const params = { path: { id }, ...(dryRun ? { query: { dryRun: '1' as const } } : {}) };
    const body = { plan: { ...plan }, ...said };
    return ask(api.POST('/api/workspace/approvals/{id}/publish', { params, body }));
  };
};

/** Publishes what was approved at once, after it said what that does. */
export const PublishApproved = ({ approval }: Props) => {
  const words = useWords(approvalPageWords);
  const publish = usePublish(approval);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{words.publish}</Button>
      {isOpen ? (
        <PublishDialog
          title={words.publishTitle}
          what={`approval ${approval.id}`}
          publish={publish}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
};

const ScheduleDialog = ({ approval, onClose }: Props & { onClose: () => void }) => {
  const words = useWords(approvalPageWords);
  const api = useApi();
  const { now, workspace } = useMe();
  const { zone } = workspace;
  const publish = usePublish(approval);
  const [wall, setWall] = useState(() => nextMorning({ iso: now, zone }));
  const schedule: Publish = async ({ dryRun, expect, plan }) => {
    const looked = await publish({ plan, dryRun: true });
    if (dryRun) return looked;
    const body = {
      at: instantOf({ wall, zone }),
      plan: { ...plan },
      ...(expect === undefined ? {} : { expect }),
    };
    await ask(
      api.POST('/api/workspace/approvals/{id}/schedule', { params: { path: { id: approval.id } }, body }),
    );
    return looked;
  };
  return (
    <PublishDialog
      title={words.scheduleTitle}
      what={`approval ${approval.id}`}
      publish={schedule}
      later={{ label: words.doSchedule, said: words.scheduled, isReady: wall !== '' }}
      onClose={onClose}
    >
      <TextInput
        type="datetime-local"
        label={words.when}
        description={words.inZone(zone)}
        required
        value={wall}
        onChange={({ currentTarget }) => setWall(currentTarget.value.slice(0, 16))}
      />
    </PublishDialog>
  );
};

/** Sets the time at which what was approved goes live, or takes it back. */
export const ScheduleApproved = ({ approval }: Props) => {
  const words = useWords(approvalPageWords);
  const decide = useDecide(approval);
  const notice = useNotice();
  const [isOpen, setOpen] = useState(false);
  const back = useMutation({
    mutationFn: () => decide({ act: 'unschedule' }, words.unscheduled),
    onError: notice.failed,
  });
  if (approval.scheduledAt !== undefined)
    return (
      <Button variant="default" loading={back.isPending} onClick={() => back.mutate()}>
        {words.unschedule}
      </Button>
    );
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {words.schedule}
      </Button>
      {isOpen ? <ScheduleDialog approval={approval} onClose={() => setOpen(false)} /> : null}
    </>
  );
};
