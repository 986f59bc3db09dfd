import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';

import { useMay } from '../../app/session.tsx';
import { useWords } from '../../words/language.tsx';
import { ReviewButtons } from '../approvals/review-buttons.tsx';
import { useMyApprovals } from '../approvals/use-my-approvals.ts';
import { ConfirmButton } from '../dialogs/confirm-button.tsx';
import { useNotice } from '../page/notice.tsx';
import { PublishDrafts } from '../publish/publish-drafts.tsx';
import { draftWords } from './draft-words.ts';
import { useDiscard } from './use-file.ts';

/** How drafts stand, and what can be done with them: discard them, send them for review, or publish them with a plan. */
export const DraftBar = (props: {
  /** The files that a draft changes. */
  drafts: readonly string[];
  /** Nothing is on its way to be kept. */
  isQuiet: boolean;
  onDiscarded: () => Promise<void>;
}) => {
  const { drafts, isQuiet, onDiscarded } = props;
  const words = useWords(draftWords);
  const may = useMay();
  const notice = useNotice();
  const discard = useDiscard();
  const [isPublishing, setPublishing] = useState(false);
  const { required } = useMyApprovals();
  const mayPublish = may('publish') && !required;
  const isDraft = drafts.length > 0;
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed" aria-live="polite">
        {!isQuiet ? words.saving : isDraft ? words.saved : words.same}
      </Text>
      {isDraft ? (
        <ConfirmButton
          label={words.discard}
          title={words.discardTitle}
          text={words.discardText}
          confirm={words.discard}
          onConfirm={async () => {
            await discard(drafts);
            notice.done(words.discarded);
            await onDiscarded();
          }}
        />
      ) : null}
      {may('draft') ? <ReviewButtons drafts={drafts} isQuiet={isQuiet} isMain={!mayPublish} /> : null}
      {mayPublish ? (
        <Button disabled={!isQuiet || !isDraft} onClick={() => setPublishing(true)}>
          {words.publish}
        </Button>
      ) : null}
      {isPublishing ? <PublishDrafts onClose={() => setPublishing(false)} /> : null}
    </Group>
  );
};
