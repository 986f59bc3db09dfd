import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { useWords } from '../../words/language.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { publishWords } from './publish-words.ts';

/** Publishes all drafts of the signed-in user, after it said what that does. */
export const PublishDrafts = ({ onClose }: { onClose: () => void }) => {
  const words = useWords(publishWords);
  const api = useApi();
  return (
    <PublishDialog
      title={words.publishTitle}
      what="drafts"
      publish={({ plan, dryRun, ...said }) => {
        const params = dryRun ? { query: { dryRun: '1' as const } } : {};
        return ask(
          api.POST('/api/workspace/drafts/publish', { params, body: { plan: { ...plan }, ...said } }),
        );
      }}
      onClose={onClose}
    />
  );
};
