import { Button } from '@mantine/core';
import { useState } from 'react';

import { useWords } from '../../words/language.tsx';
import { PageLink } from '../page/page-link.tsx';
import { ApprovalState } from './approval-state.tsx';
import { approvalWords } from './approval-words.ts';
import { SendForReview } from './send-for-review.tsx';
import { useMyApprovals } from './use-my-approvals.ts';

/** How the review of drafts stands, and how they are sent for it, once or again. */
export const ReviewButtons = (props: {
  drafts: readonly string[];
  isQuiet: boolean;
  /** There is no other way to publish them. */
  isMain: boolean;
}) => {
  const { drafts, isQuiet, isMain } = props;
  const words = useWords(approvalWords);
  const mine = useMyApprovals();
  const [isOpen, setOpen] = useState(false);
  const standing = drafts.map(mine.of).find((one) => one !== undefined);
  const isBack = standing?.state === 'draft';
  return (
    <>
      {standing === undefined ? null : (
        <PageLink page="/approvals/$id" value={standing.id}>
          <ApprovalState state={standing.state} />
        </PageLink>
      )}
      {standing === undefined || isBack ? (
        <Button
          variant={isMain ? 'filled' : 'default'}
          disabled={!isQuiet || drafts.length === 0}
          onClick={() => setOpen(true)}
        >
          {isBack ? words.sendAgain : words.send}
        </Button>
      ) : null}
      {isOpen ? (
        <SendForReview
          {...(standing === undefined ? {} : { again: standing })}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
};
