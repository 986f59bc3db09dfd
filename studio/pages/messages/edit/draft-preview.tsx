import { Alert, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';

import type { components } from '../../../api/schema.ts';
import { ProblemError } from '../../../api/problem-error.ts';
import { Loading } from '../../../parts/page/loading.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useWords } from '../../../words/language.tsx';
import { Findings } from '../findings.tsx';
import type { MessagePlace } from '../place.ts';
import { PreviewChoices, type Previewed, PreviewPane } from '../preview-pane.tsx';
import { usePreview } from '../use-preview.ts';
import { editMessageWords } from './words.ts';

type Preview = components['schemas']['TemplatePreview'];

/** The last state of a draft that could be shown, and whether that is the one there is now. */
const useLastGood = (input: { message: string; place: MessagePlace; draft: string }) => {
  const { message, place, draft } = input;
  const preview = usePreview(message, place, draft);
  const { data, isSuccess, isPlaceholderData } = preview;
  const [good, setGood] = useState<{ readonly preview: Preview; readonly draft: string } | undefined>();
  useEffect(() => {
    if (isSuccess && !isPlaceholderData) setGood({ preview: data, draft });
  }, [data, isSuccess, isPlaceholderData, draft]);
  return { preview, good };
};

/** The draft of a message beside its text, as any person would get it; while it has errors, as it was before. */
export const DraftPreview = (props: {
  message: Omit<Previewed, 'draft'>;
  place: MessagePlace;
  change: (next: Partial<MessagePlace>) => void;
  /** Which state of the draft is kept now. */
  draft: string;
}) => {
  const { message, place, change, draft } = props;
  const words = useWords(editMessageWords);
  const { preview, good } = useLastGood({ message: message.key, place, draft });
  const isBroken =
    preview.isError && preview.error instanceof ProblemError && preview.error.problem.status === 422;
  return (
    <Stack gap="sm">
      <PreviewChoices template={message} place={place} change={change} />
      {isBroken ? (
        <Alert color="yellow">{good === undefined ? words.cannotShow : words.asItWas}</Alert>
      ) : null}
      {preview.isError && !isBroken ? (
        <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />
      ) : null}
      {good === undefined && preview.isPending ? <Loading /> : null}
      {good === undefined ? null : (
        <>
          <PreviewPane template={{ ...message, draft: good.draft }} place={place} preview={good.preview} />
          {good.preview.outcome === 'shown' ? <Findings findings={good.preview.findings} /> : null}
        </>
      )}
    </Stack>
  );
};
