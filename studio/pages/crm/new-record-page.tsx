import { useNavigate, useSearch } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { useWords } from '../../words/language.tsx';
import { type Definition, keptFields, useDefinition } from './definition.ts';
import { usePlace } from './place.ts';
import { RecordForm } from './forms/record-form.tsx';
import { crmWords } from './words.ts';

/** Types of fields that a link to the page can fill in. */
const filled: ReadonlySet<string> = new Set(['text', 'reference', 'person', 'date', 'instant', 'choice']);

/** What a new record begins with: the fields that the address names. */
const startOf = (
  { fields }: Definition,
  search: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(search).filter(
      ([key, value]) => typeof value === 'string' && filled.has(fields[key]?.type ?? ''),
    ),
  );

/** Makes a record of a kind. */
export const Content = () => {
  const words = useWords(crmWords);
  const notice = useNotice();
  const api = useApi();
  const navigate = useNavigate();
  const { kind } = usePlace();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const found = useDefinition(kind);
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  const back = (): void => void navigate({ to: `/records/${kind}` });
  return (
    <>
      <PageHeader title={words.newOf(found.data.name)} />
      <RecordForm
        definition={found.data}
        values={{}}
        locked={keptFields(found.data)}
        start={startOf(found.data, search)}
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
