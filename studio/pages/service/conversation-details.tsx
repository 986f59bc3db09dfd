import { Anchor, Button, Paper, Select, Stack, TagsInput, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { Instant } from '../../parts/text/instant.tsx';
import { useWords } from '../../words/language.tsx';
import { SlaClockOf } from '../../parts/sla/sla-clocks.tsx';
import { readable } from '../../parts/text/readable.ts';
import { useShippedLabel } from '../../parts/text/shipped-label.ts';
import { PageLink } from '../../parts/page/page-link.tsx';
import { useTeam } from '../../parts/team/use-team.ts';
import { personKind, useTitleOf } from '../../parts/page/use-title-of.ts';
import type { ConversationRow } from './conversation-row.ts';
import { useChangeConversation } from './use-change-conversation.ts';
import { useTeams } from '../../parts/team/use-teams.ts';
import { serviceWords } from './words.ts';

type Shown = { row: ConversationRow; mayWrite: boolean };

const Line = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <Text size="sm" c="dimmed">
      {label}
    </Text>
    <Text component="div" style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Text>
  </div>
);

/** With whom it is; where only the address says so, somebody of the team decides. */
const Person = ({ row, mayWrite }: Shown) => {
  const words = useWords(serviceWords);
  const change = useChangeConversation(row.id);
  const { profileId, suggestedProfileId } = row;
  const name = useTitleOf({ kind: personKind, id: profileId ?? suggestedProfileId ?? '' });
  if (profileId !== undefined)
    return (
      <Line label={words.person}>
        <PageLink page="/people/$id" value={profileId}>
          {name}
        </PageLink>
      </Line>
    );
  return (
    <Line label={words.person}>
      {suggestedProfileId === undefined ? words.noPerson : words.suggested(name)}
      {suggestedProfileId === undefined || !mayWrite ? null : (
        <Button
          size="xs"
          variant="light"
          mt="xs"
          display="block"
          loading={change.isPending}
          onClick={() => change.mutate({ change: { profile: suggestedProfileId }, said: words.linked })}
        >
          {words.isPerson}
        </Button>
      )}
    </Line>
  );
};

/** Whose it is, and its tags, to be changed. */
const Assigned = ({ row, mayWrite }: Shown) => {
  const words = useWords(serviceWords);
  const { users, nameOf } = useTeam();
  const { teams, teamName } = useTeams();
  const change = useChangeConversation(row.id);
  if (!mayWrite)
    return (
      <>
        <Line label={words.assignee}>{row.assignee === undefined ? words.nobody : nameOf(row.assignee)}</Line>
        {row.team === undefined ? null : <Line label={words.team}>{teamName(row.team)}</Line>}
        {row.tags.length === 0 ? null : <Line label={words.tags}>{row.tags.join(', ')}</Line>}
      </>
    );
  return (
    <>
      <Select
        label={words.assignee}
        placeholder={words.nobody}
        searchable
        clearable
        data={users.map(({ id, name }) => ({ value: id, label: name }))}
        value={row.assignee ?? null}
        onChange={(assignee) => change.mutate({ change: { assignee }, said: words.assigned })}
      />
      {teams.length === 0 ? null : (
        <Select
          label={words.team}
          placeholder={words.nobody}
          clearable
          data={teams.map(({ key, name }) => ({ value: key, label: name }))}
          value={row.team ?? null}
          onChange={(team) => change.mutate({ change: { team }, said: words.assigned })}
        />
      )}
      <TagsInput
        label={words.tags}
        placeholder={words.addTag}
        maxTags={50}
        value={row.tags}
        onChange={(tags) => change.mutate({ change: { tags }, said: words.saved })}
      />
    </>
  );
};

const RecordLink = ({ kind, id }: ConversationRow['records'][number]) => {
  const title = useTitleOf({ kind, id });
  const label = useShippedLabel();
  return (
    <div>
      <Anchor renderRoot={(props) => <Link to={`/records/${kind}/${id}`} {...props} />} display="block">
        {label(kind, readable(kind))}: {title}
      </Anchor>
      <SlaClockOf kind={kind} id={id} />
    </div>
  );
};

/** What there is to know of a conversation besides its messages. */
export const ConversationDetails = ({ row, mayWrite }: Shown) => {
  const words = useWords(serviceWords);
  return (
    <Paper withBorder p="md" component="section" aria-label={words.details}>
      <Stack gap="md">
        <Title order={2} size="h4">
          {words.details}
        </Title>
        <Person row={row} mayWrite={mayWrite} />
        <Assigned row={row} mayWrite={mayWrite} />
        {row.records.length === 0 ? null : (
          <Line label={words.records}>
            {row.records.map(({ kind, id }) => (
              <RecordLink key={`${kind}/${id}`} kind={kind} id={id} />
            ))}
          </Line>
        )}
        <Line label={words.channel}>{row.channel}</Line>
        <Line label={words.opened}>
          <Instant iso={row.openedAt} />
        </Line>
      </Stack>
    </Paper>
  );
};
