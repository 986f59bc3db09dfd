import { Button, Text, Textarea } from '@mantine/core';
import { useState } from 'react';

import { useMay, useMe } from '../../../app/session.tsx';
import { type Approval, isOpen } from '../../../parts/approvals/approval-state.tsx';
import { approvalWords } from '../../../parts/approvals/approval-words.ts';
import { SendForReview } from '../../../parts/approvals/send-for-review.tsx';
import { useMyApprovals } from '../../../parts/approvals/use-my-approvals.ts';
import { ConfirmButton } from '../../../parts/dialogs/confirm-button.tsx';
import { useWords } from '../../../words/language.tsx';
import { approvalPageWords } from './approvals-words.ts';
import { PublishApproved, ScheduleApproved } from './publish-approved.tsx';
import { useDecide } from './use-decide.ts';

const noteMost = 500;
const commentMost = 2000;

type Props = { approval: Approval };

const Approve = ({ approval }: Props) => {
  const words = useWords(approvalPageWords);
  const decide = useDecide(approval);
  const [note, setNote] = useState('');
  const said = note.trim() === '' ? {} : { note: note.trim() };
  return (
    <ConfirmButton
      label={words.approve}
      button={{ variant: 'filled' }}
      color="teal.9"
      title={words.approveTitle}
      text={words.approveText}
      confirm={words.doApprove}
      onConfirm={() => decide({ act: 'approve', ...said }, words.approved)}
    >
      <Textarea
        label={words.comment}
        autosize
        minRows={2}
        maxLength={noteMost}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
    </ConfirmButton>
  );
};

const GiveBack = ({ approval }: Props) => {
  const words = useWords(approvalPageWords);
  const decide = useDecide(approval);
  const [note, setNote] = useState('');
  return (
    <ConfirmButton
      label={words.giveBack}
      title={words.giveBackTitle}
      text={words.giveBackText}
      confirm={words.doGiveBack}
      isReady={note.trim() !== ''}
      onConfirm={() => decide({ act: 'return', note: note.trim() }, words.returned)}
    >
      <Textarea
        label={words.whatToChange}
        required
        autosize
        minRows={2}
        maxLength={commentMost}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
    </ConfirmButton>
  );
};

const Withdraw = ({ approval }: Props) => {
  const words = useWords(approvalPageWords);
  const decide = useDecide(approval);
  return (
    <ConfirmButton
      label={words.withdraw}
      title={words.withdrawTitle}
      text={words.withdrawText}
      confirm={words.withdraw}
      onConfirm={() => decide({ act: 'withdraw' }, words.withdrawn)}
    />
  );
};

/** What a user who may publish does with drafts that wait, or that are approved. */
const Decisions = ({ approval, isAuthor }: Props & { isAuthor: boolean }) => {
  const words = useWords(approvalPageWords);
  const { required } = useMyApprovals();
  const { state } = approval;
  if (state === 'review' && required && isAuthor)
    return (
      <Text size="sm" c="dimmed">
        {words.ownText}
      </Text>
    );
  return (
    <>
      {state === 'review' ? <Approve approval={approval} /> : null}
      {state === 'approved' ? <PublishApproved approval={approval} /> : null}
      {state === 'approved' ? <ScheduleApproved approval={approval} /> : null}
      {state === 'review' || state === 'approved' ? <GiveBack approval={approval} /> : null}
    </>
  );
};

/** What this person can do about an approval. */
export const ApprovalActions = ({ approval }: Props) => {
  const words = useWords(approvalWords);
  const may = useMay();
  const { user } = useMe();
  const [isSending, setSending] = useState(false);
  const isAuthor = approval.author.id === user?.id;
  if (!isOpen(approval)) return null;
  return (
    <>
      {may('publish') ? <Decisions approval={approval} isAuthor={isAuthor} /> : null}
      {isAuthor && approval.state === 'draft' ? (
        <Button onClick={() => setSending(true)}>{words.sendAgain}</Button>
      ) : null}
      {isAuthor || may('publish') ? <Withdraw approval={approval} /> : null}
      {isSending ? <SendForReview again={approval} onClose={() => setSending(false)} /> : null}
    </>
  );
};
