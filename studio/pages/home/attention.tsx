import { Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';

import { Icon, icons } from '../../parts/icon.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { useWords } from '../../words/language.tsx';
import type { Concern } from './use-attention.ts';
import { homeWords } from './words.ts';

const ConcernLink = ({ page, children }: { page: NonNullable<Concern['page']>; children: string }) => {
  const { path, ...where } = page;
  return (
    <PageLink page={path} {...where}>
      {children}
    </PageLink>
  );
};

const Row = ({ concern }: { concern: Concern }) => (
  <Group component="li" wrap="nowrap" align="flex-start" gap="sm">
    <ThemeIcon variant="light" color={concern.isUrgent ? 'red' : 'yellow'} radius="xl" aria-hidden>
      <Icon path={icons.warning} size={16} />
    </ThemeIcon>
    <Stack gap={0} miw={0} style={{ overflowWrap: 'anywhere' }}>
      <Text fw={500}>
        {concern.page === undefined ? (
          concern.what
        ) : (
          <ConcernLink page={concern.page}>{concern.what}</ConcernLink>
        )}
      </Text>
      {concern.more === undefined ? null : (
        <Text size="sm" c="dimmed">
          {concern.more}
        </Text>
      )}
    </Stack>
  </Group>
);

const AllWell = () => {
  const words = useWords(homeWords);
  return (
    <Group wrap="nowrap" gap="sm" align="flex-start">
      <ThemeIcon variant="light" color="teal" radius="xl" aria-hidden>
        <Icon path={icons.check} size={16} />
      </ThemeIcon>
      <Stack gap={0}>
        <Text fw={500}>{words.well}</Text>
        <Text size="sm" c="dimmed">
          {words.wellText}
        </Text>
      </Stack>
    </Group>
  );
};

/** What somebody should look at, or that there is nothing. */
export const Attention = ({ concerns }: { concerns: readonly Concern[] }) => {
  const words = useWords(homeWords);
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="attention">
      <Title order={2} size="h4" mb="md" id="attention">
        {words.attention}
      </Title>
      {concerns.length === 0 ? (
        <AllWell />
      ) : (
        <Stack component="ul" gap="md" p={0} m={0}>
          {concerns.map((concern) => (
            <Row key={concern.key} concern={concern} />
          ))}
        </Stack>
      )}
    </Paper>
  );
};
