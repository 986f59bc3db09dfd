import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { ConfirmButton } from '../../../parts/dialogs/confirm-button.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { useWords } from '../../../words/language.tsx';
import type { RecordRow } from '../record-row.ts';
import { quoteWords } from './quote-words.ts';

const useFresh = () => {
  const queries = useQueryClient();
  return async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['record', 'quote'] });
    await queries.invalidateQueries({ queryKey: ['records', 'quote'] });
    await queries.invalidateQueries({ queryKey: ['quote-versions'] });
  };
};

const Send = ({ id }: { id: string }) => {
  const words = useWords(quoteWords);
  const api = useApi();
  const notice = useNotice();
  const fresh = useFresh();
  return (
    <ConfirmButton
      label={words.send}
      button={{ variant: 'filled' }}
      title={words.sendTitle}
      text={words.sendText}
      confirm={words.send}
      color="cyan"
      onConfirm={async () => {
        const params = { path: { kind: 'quote', id } };
        await ask(api.POST('/api/records/{kind}/{id}/send', { params }));
        await fresh();
        notice.done(words.sent);
      }}
    />
  );
};

const Revise = ({ id }: { id: string }) => {
  const words = useWords(quoteWords);
  const api = useApi();
  const notice = useNotice();
  const navigate = useNavigate();
  const fresh = useFresh();
  return (
    <ConfirmButton
      label={words.revise}
      title={words.reviseTitle}
      text={words.reviseText}
      confirm={words.revise}
      color="cyan"
      onConfirm={async () => {
        const params = { path: { kind: 'quote', id } };
        const next = await ask(api.POST('/api/records/{kind}/{id}/revise', { params }));
        await fresh();
        notice.done(words.revised);
        await navigate({ to: `/records/quote/${next.id}` });
      }}
    />
  );
};

/** What is done with a quote as a whole: a draft is sent, and one that was sent gets its next version. */
export const QuoteActions = ({ row }: { row: RecordRow }) => {
  if (row.stage === 'draft') return <Send id={row.id} />;
  return row.stage === 'accepted' ? null : <Revise id={row.id} />;
};
