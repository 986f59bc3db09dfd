import { Card, Group, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { NewDrafts } from '../../parts/drafts/new-drafts.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { Stat } from '../../parts/page/stat.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { NewProgram } from './edit-program/new-program.tsx';
import { Liability } from './liability.tsx';
import { incentiveWords } from './words.ts';

type Program = components['schemas']['LoyaltyProgram'];

const Tiers = ({ program }: { program: Program }) => {
  const words = useWords(incentiveWords);
  const format = useFormat();
  const { tiers, people, unit } = program;
  if (tiers.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {words.tiers}
      </Title>
      {tiers.map(({ key, name, from, people: inside }) => {
        const share = people === 0 ? 0 : inside / people;
        return (
          <div key={key}>
            <Group justify="space-between">
              <Text size="sm">
                {name}{' '}
                <Text span size="sm" c="dimmed">
                  {words.fromPoints(`${format.number(from)} ${unit.many}`)}
                </Text>
              </Text>
              <Text size="sm">{words.peopleShare(format.number(inside), format.percent(share))}</Text>
            </Group>
            <Progress value={share * 100} aria-label={`${name}: ${format.percent(share)}`} />
          </div>
        );
      })}
    </Stack>
  );
};

/** What people can be members of, and what they get for points. */
const Offered = ({ program }: { program: Program }) => {
  const words = useWords(incentiveWords);
  const format = useFormat();
  const { memberships, rewards, unit } = program;
  const cost = (points: number): string => `${format.number(points)} ${points === 1 ? unit.one : unit.many}`;
  return (
    <>
      {memberships.length === 0 ? null : (
        <Text size="sm">
          {words.memberships}: {memberships.map(({ name }) => name).join(', ')}
        </Text>
      )}
      {rewards.length === 0 ? null : (
        <Text size="sm">
          {words.rewards}: {rewards.map(({ name, points }) => `${name} (${cost(points)})`).join(', ')}
        </Text>
      )}
    </>
  );
};

const ProgramCard = ({ program }: { program: Program }) => {
  const words = useWords(incentiveWords);
  const format = useFormat();
  const may = useMay();
  const { key, name, unit, people, balance, pending, owed, earned, spent, rules } = program;
  return (
    <Card withBorder component="article">
      <Stack>
        <div>
          <Title order={2} size="h3">
            {may('draft') ? (
              <PageLink page="/loyalty/$key/edit" value={key}>
                {name}
              </PageLink>
            ) : (
              name
            )}
          </Title>
          <Text c="dimmed" size="sm">
            {words.earningRules(format.number(rules))}
          </Text>
        </div>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
          <Stat label={words.members} value={format.number(people)} />
          <Stat
            label={words.open(unit.many)}
            value={format.number(balance)}
            text={words.pendingPoints(format.number(pending))}
          />
          <Stat label={words.earned} value={format.number(earned)} />
          <Stat label={words.spent} value={format.number(spent)} text={words.owed(format.number(owed))} />
        </SimpleGrid>
        <Tiers program={program} />
        <Offered program={program} />
      </Stack>
    </Card>
  );
};

/** The loyalty programmes: their people, what they can spend, and the tiers they stand in. */
export const Content = () => {
  const words = useWords(incentiveWords);
  const api = useApi();
  const found = useQuery({
    queryKey: ['loyalty-programs'],
    queryFn: () => ask(api.GET('/api/loyalty/programs')),
  });
  return (
    <>
      <PageHeader title={words.loyalty} text={words.loyaltyText}>
        <NewProgram />
      </PageHeader>
      <NewDrafts pattern={/^programs\/([^/]+)\.json$/} to={(key) => `/loyalty/${key}/edit`} />
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.data?.programs.length === 0 ? (
        <EmptyState title={words.noPrograms} text={words.noProgramsText} />
      ) : null}
      <Stack>
        {(found.data?.programs ?? []).map((program) => (
          <ProgramCard key={program.key} program={program} />
        ))}
        <Liability />
      </Stack>
    </>
  );
};
