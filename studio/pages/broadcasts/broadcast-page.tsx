import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { Compose } from './compose/compose.tsx';
import { useBroadcastId } from './place.ts';
import { UnderWay } from './results/under-way.tsx';

/** How often the page looks again while something goes on, in milliseconds. */
const everyMs = 5_000;

/** One broadcast: composed while it is a draft, followed once it is scheduled. */
export const Content = () => {
  const id = useBroadcastId();
  const api = useApi();
  const may = useMay();
  const found = useQuery({
    queryKey: ['broadcast', id],
    queryFn: () => ask(api.GET('/api/broadcasts/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && ['scheduled', 'sending', 'testing'].includes(data.state) ? everyMs : false,
    // What is typed must not be overwritten by what was saved a moment ago.
    refetchOnWindowFocus: ({ state: { data } }) => data?.state !== 'draft',
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  const broadcast = found.data;
  if (broadcast.state === 'draft' && may('draft')) return <Compose key={id} broadcast={broadcast} />;
  return <UnderWay broadcast={broadcast} />;
};
