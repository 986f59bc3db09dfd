import { useNavigate } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { Loading } from '../../parts/loading.tsx';
import { useNotice } from '../../parts/notice.tsx';
import { PageHeader } from '../../parts/page-header.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { useWords } from '../../words/language.tsx';
import { useDefinition } from './definition.ts';
import { usePlace } from './place.ts';
import { RecordForm } from './record-form.tsx';
import { crmWords } from './words.ts';

/** Makes a record of a kind. */
export const Content = () => {
  const words = useWords(crmWords);
  const notice = useNotice();
  const api = useApi();
  const navigate = useNavigate();
  const { kind } = usePlace();
  const found = useDefinition(kind);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  const back = (): void => void navigate({ to: `/records/${kind}` });
  return (
    <>
      <PageHeader title={words.newOf(found.data.name)} />
      <RecordForm
        definition={found.data}
        values={{}}
        save={words.create}
        cancel={{ label: words.cancel, act: back }}
        onSave={async (data) => {
          const made = await ask(
            api.POST('/api/records/{kind}', { params: { path: { kind } }, body: { data: { ...data } } }),
          );
          notice.done(words.created);
          await navigate({ to: `/records/${kind}/${made.id}` });
        }}
      />
    </>
  );
};
