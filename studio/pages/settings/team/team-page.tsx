import { Tabs } from '@mantine/core';

import { PageHeader } from '../../../parts/page/page-header.tsx';
import { TabRow } from '../../../parts/page/tab-row.tsx';
import { useWords } from '../../../words/language.tsx';
import { teamTabs, useTeamPlace } from '../place.ts';
import { TeamList } from './team-list.tsx';
import { teamWords } from './team-words.ts';
import { UserList } from './user-list.tsx';

/** The people of the team, their teams, and when they work. */
export const Content = () => {
  const words = useWords(teamWords);
  const [{ tab }, change] = useTeamPlace();
  return (
    <>
      <PageHeader title={words.team} text={words.teamText} />
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => {
          const found = teamTabs.find((one) => one === next);
          if (found !== undefined) change({ tab: found });
        }}
      >
        <TabRow active={tab} mb="lg">
          {teamTabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {words[one]}
            </Tabs.Tab>
          ))}
        </TabRow>
        <Tabs.Panel value={tab}>{tab === 'users' ? <UserList /> : <TeamList />}</Tabs.Panel>
      </Tabs>
    </>
  );
};
