import { Anchor, Badge, Card, Center, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { partWords } from '../../parts/text/part-words.ts';
import { LoadProblem } from '../../parts/page/problem-alert.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { usePages } from '../../parts/page/use-pages.ts';
import { useWords } from '../../words/language.tsx';
import { incentiveWords } from './words.ts';

type Referral = components['schemas']['Referral'];

const states = [
  'invited',
  'clicked',
  'signed-up',
  'held',
  'qualified',
  'rewarded',
  'clawed-back',
  'denied',
] as const;
const searchSchema = z.object({ state: z.enum([...states, 'all']).catch('held') });

/** Decides on a referral, with a note. */
const Decide = ({ referral, verdict }: { referral: Referral; verdict: 'approve' | 'deny' }) => {
  const words = useWords(incentiveWords);
  const api = useApi();
  const notice = useNotice();
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const { id } = referral;
  const isApproval = verdict === 'approve';
  const decide = async (): Promise<void> => {
    const given = { params: { path: { id } }, body: note === '' ? {} : { note } };
    await ask(
      isApproval
        ? api.POST('/api/referrals/{id}/approve', given)
        : api.POST('/api/referrals/{id}/deny', given),
    );
    notice.done(isApproval ? words.approved : words.denied);
    await queries.invalidateQueries({ queryKey: ['referrals'] });
  };
  return (
    <ConfirmButton
      label={isApproval ? words.approve : words.deny}
      title={isApproval ? words.approveTitle : words.denyTitle}
      text={isApproval ? words.approveText : words.denyText}
      confirm={isApproval ? words.approve : words.deny}
      color={isApproval ? 'cyan' : 'red'}
      button={{ size: 'xs' }}
      onConfirm={decide}
    >
      <TextInput
        label={words.note}
        maxLength={1000}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
    </ConfirmButton>
  );
};

const Side = ({ label, id }: { label: string; id: string }) => (
  <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
    {label}:{' '}
    <Anchor inherit renderRoot={(props) => <Link to={`/people/${id}`} {...props} />}>
      {id}
    </Anchor>
  </Text>
);

/** One referral: both sides, where it stands, and what speaks against it. */
const ReferralCard = ({ referral }: { referral: Referral }) => {
  const words = useWords(incentiveWords);
  const format = useFormat();
  const may = useMay();
  const { state, score, reasons = [], appeal } = referral;
  return (
    <Card withBorder component="article">
      <Group justify="space-between" mb="xs">
        <Group gap="xs">
          <Badge
            variant={state === 'held' ? 'filled' : 'light'}
            color={state === 'held' ? 'yellow.4' : 'cyan'}
            tt="none"
            size="lg"
          >
            {words.stateOf(state)}
          </Badge>
          {score === undefined ? null : (
            <Text size="sm">
              {words.score}: {format.number(score)}
            </Text>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          <Instant iso={referral.at} />
        </Text>
      </Group>
      <Stack gap={4}>
        <Side label={words.advocate} id={referral.advocate} />
        <Anchor
          size="sm"
          renderRoot={(props) => <Link to={`/referrals/advocates/${referral.advocate}`} {...props} />}
        >
          {words.broughtByThem}
        </Anchor>
        <Side label={words.friend} id={referral.friend} />
        <Text size="sm">
          {words.why}:{' '}
          {reasons.length === 0
            ? words.nothingAgainst
            : reasons.map(({ reason }) => words.reasonOf(reason)).join(', ')}
        </Text>
        {appeal === undefined ? null : <Text size="sm">{words.appeal(appeal.text)}</Text>}
      </Stack>
      {state === 'held' && may('write', 'personal-data') ? (
        <Group mt="sm">
          <Decide referral={referral} verdict="approve" />
          <Decide referral={referral} verdict="deny" />
        </Group>
      ) : null}
    </Card>
  );
};

const ToProgramme = () => {
  const words = useWords(incentiveWords);
  const may = useMay();
  if (!may('draft')) return null;
  return (
    <Button variant="default" renderRoot={(props) => <Link to="/referrals/programme" {...props} />}>
      {words.programme}
    </Button>
  );
};

/** Referrals; first those that wait for a decision of the team. */
export const Content = () => {
  const words = useWords(incentiveWords);
  const parts = useWords(partWords);
  const api = useApi();
  const navigate = useNavigate();
  const { state } = searchSchema.parse(useSearch({ strict: false }));
  const pages = usePages({
    key: ['referrals', state],
    read: async (cursor) => {
      const query = {
        limit: 50,
        ...(state === 'all' ? {} : { state }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const page = await ask(api.GET('/api/referrals', { params: { query } }));
      return { rows: page.referrals, next: page.next };
    },
  });
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <PageHeader title={words.referrals} text={words.referralsText}>
        <ToProgramme />
      </PageHeader>
      <Select
        label={words.state}
        maw={280}
        mb="md"
        allowDeselect={false}
        data={[
          { value: 'all', label: words.all },
          ...states.map((one) => ({ value: one, label: words.stateOf(one) })),
        ]}
        value={state}
        onChange={(next) => void navigate({ to: '.', search: { state: next ?? 'held' }, replace: true })}
      />
      {pages.isPending ? <Loading /> : null}
      <LoadProblem of={pages} />
      {pages.isSuccess && rows.length === 0 ? (
        <EmptyState title={state === 'held' ? words.toReview : words.noReferrals} />
      ) : null}
      <Stack>
        {rows.map((referral) => (
          <ReferralCard key={referral.id} referral={referral} />
        ))}
        {pages.hasNextPage ? (
          <Center>
            <Button
              variant="default"
              loading={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            >
              {parts.more}
            </Button>
          </Center>
        ) : null}
      </Stack>
    </>
  );
};
