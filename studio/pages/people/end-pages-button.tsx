import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { useWords } from '../../words/language.tsx';
import { peopleWords } from './words.ts';

/** Ends the self-service pages of a person in every browser, and the links that open them. */
export const EndPagesButton = ({ id }: { id: string }) => {
  const words = useWords(peopleWords);
  const api = useApi();
  const notice = useNotice();
  return (
    <ConfirmButton
      label={words.endPages}
      title={words.endPagesTitle}
      text={words.endPagesText}
      confirm={words.endPages}
      onConfirm={async () => {
        await ask(api.POST('/api/profiles/{id}/self-service/end', { params: { path: { id } } }));
        notice.done(words.pagesEnded);
      }}
    />
  );
};
