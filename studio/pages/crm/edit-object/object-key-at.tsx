import { useQuery } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { SelectAt } from '../../../parts/drafts/fields/choices.tsx';
import type { FileForm } from '../../../parts/drafts/fields/file-form.ts';
import type { Path } from '../../../parts/editor/splice-json.ts';
import { useWords } from '../../../words/language.tsx';
import { objectWords } from './words.ts';

/** The object whose records a field refers to. */
export const ObjectKeyAt = ({ form, path }: { form: FileForm; path: Path }) => {
  const words = useWords(objectWords);
  const api = useApi();
  const found = useQuery({ queryKey: ['objects'], queryFn: () => ask(api.GET('/api/objects')) });
  const data = (found.data?.objects ?? []).map(({ key, name }) => ({ value: key, label: name }));
  return <SelectAt form={form} path={path} label={words.refersTo} data={data} required />;
};
