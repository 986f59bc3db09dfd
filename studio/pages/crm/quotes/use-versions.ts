import { useQuery } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import type { RecordRow } from '../record-row.ts';

/** So many versions are looked for on each side. */
const most = 20;

/** All versions of a quote, the first one first. */
export const useVersions = (row: RecordRow) => {
  const api = useApi();
  const read = (id: string): Promise<RecordRow> =>
    ask(api.GET('/api/records/{kind}/{id}', { params: { path: { kind: 'quote', id } } }));
  const after = async (id: string): Promise<RecordRow | undefined> => {
    const filter = JSON.stringify({
      all: [{ fact: 'record', path: '$.replaces', operator: 'equal', value: id }],
    });
    const params = { path: { kind: 'quote' }, query: { filter, limit: 1 } };
    return (await ask(api.GET('/api/records/{kind}', { params }))).records[0];
  };
  return useQuery({
    queryKey: ['quote-versions', row.id, row.revision],
    queryFn: async () => {
      const versions: RecordRow[] = [row];
      for (let n = 0; n < most; n += 1) {
        const before = versions[0]?.data['replaces'];
        if (typeof before !== 'string') break;
        versions.unshift(await read(before));
      }
      for (let n = 0; n < most; n += 1) {
        const next = await after(versions.at(-1)?.id ?? '');
        if (next === undefined) break;
        versions.push(next);
      }
      return versions;
    },
  });
};
