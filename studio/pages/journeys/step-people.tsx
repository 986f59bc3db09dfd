import { Drawer } from '@mantine/core';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMe } from '../../app/session.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { usePages } from '../../parts/page/use-pages.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { useTitleOf } from '../../parts/page/use-title-of.ts';
import { journeyWords } from './words.ts';

type Standing = components['schemas']['Standing'];

/** Names are asked for one by one, so a page is short. */
const pageSize = 20;

const Name = ({ id }: { id: string }) => <>{useTitleOf({ kind: 'person', id })}</>;

/** Who stands on a step now, the last to come first. */
export const StepPeople = (props: { journey: string; step: string; onClose: () => void }) => {
  const { journey, step, onClose } = props;
  const words = useWords(journeyWords);
  const { language } = useLanguage();
  const api = useApi();
  const { zone } = useMe().workspace;
  const pages = usePages({
    key: ['step-people', journey, step, language],
    read: async (cursor) => {
      const query = { limit: pageSize, locale: language, zone, ...(cursor === undefined ? {} : { cursor }) };
      const path = { key: journey, step };
      const page = await ask(api.GET('/api/journeys/{key}/steps/{step}/people', { params: { path, query } }));
      return { rows: page.people, next: page.next };
    },
  });
  const columns: readonly Column<Standing>[] = [
    { key: 'person', title: words.person, cell: ({ profileId }) => <Name id={profileId} /> },
    { key: 'since', title: words.since, cell: ({ since }) => <Instant iso={since} /> },
    { key: 'text', title: words.waitsFor, cell: ({ text }) => text },
  ];
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={words.peopleOn(step)}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <DataTable
        label={words.peopleOn(step)}
        columns={columns}
        pages={pages}
        rowKey={({ run }) => run}
        empty={<EmptyState title={words.nobody} />}
      />
    </Drawer>
  );
};
