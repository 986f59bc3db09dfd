import { Badge, Group, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { NewConversation } from '../../parts/conversations/new-conversation.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { TabRow } from '../../parts/page/tab-row.tsx';
import { useWords } from '../../words/language.tsx';
import { readable } from '../../parts/text/readable.ts';
import { Consents } from './consents.tsx';
import { EndPagesButton } from './end-pages-button.tsx';
import { EraseButton } from './erase-button.tsx';
import { ExportButton } from './export-button.tsx';
import { MergeButton } from './merge/merge-button.tsx';
import { Messages } from './messages.tsx';
import { Overview } from './overview.tsx';
import { personTabs, usePersonId, usePersonPlace } from './place.ts';
import { Points } from './points.tsx';
import { nameOf, type Profile } from './profile.ts';
import { Related } from './related.tsx';
import { TimelineOf } from './timeline-of.tsx';
import { peopleWords } from './words.ts';

const shown = {
  overview: Overview,
  timeline: TimelineOf,
  messages: Messages,
  consents: Consents,
  points: Points,
  related: Related,
} as const;

const Marks = ({ profile }: { profile: Profile }) => {
  const words = useWords(peopleWords);
  return (
    <Group gap="xs" mb="md">
      <Badge size="lg" variant="light" tt="none">
        {readable(profile.stage)}
      </Badge>
      {profile.restricted === true ? (
        <Badge size="lg" color="red" tt="none">
          {words.restricted}
        </Badge>
      ) : null}
    </Group>
  );
};

const Whole = ({ profile }: { profile: Profile }) => {
  const words = useWords(peopleWords);
  const may = useMay();
  const [place, change] = usePersonPlace();
  const email = profile.traits['email'];
  const name = nameOf(profile);
  const Shown = shown[place.tab];
  return (
    <>
      <PageHeader title={name} {...(typeof email === 'string' && email !== name ? { text: email } : {})}>
        <NewConversation profile={profile.id} />
        <ExportButton id={profile.id} />
        {may('records:write', 'personal-data') ? <EndPagesButton id={profile.id} /> : null}
        {may('write', 'personal-data') ? <MergeButton id={profile.id} /> : null}
        {may('write', 'personal-data') ? <EraseButton id={profile.id} /> : null}
      </PageHeader>
      <Marks profile={profile} />
      <Tabs
        value={place.tab}
        keepMounted={false}
        onChange={(next) => {
          const tab = personTabs.find((one) => one === next);
          if (tab !== undefined) change({ tab });
        }}
      >
        <TabRow active={place.tab} mb="lg">
          {personTabs.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {words[tab]}
            </Tabs.Tab>
          ))}
        </TabRow>
        <Tabs.Panel value={place.tab}>
          <Shown profile={profile} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
};

/** One person: who they are, what happened, what they got and why, and what they said to. */
export const Content = () => {
  const id = usePersonId();
  const api = useApi();
  const found = useQuery({
    queryKey: ['person', id],
    queryFn: () => ask(api.GET('/api/profiles/{id}', { params: { path: { id } } })),
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  return <Whole key={id} profile={found.data.profile} />;
};
