import { Accordion, Badge, Code, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { z } from 'zod';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { NewDrafts } from '../../parts/drafts/new-drafts.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { NewRule } from './new-rule.tsx';
import { ruleWords } from './words.ts';

type Rule = components['schemas']['Rule'];

const searchSchema = z.object({ does: z.string().min(1).optional().catch(undefined) });
const scoreSchema = z.object({ kind: z.enum(['fit', 'engagement']), by: z.number() });
const enrolSchema = z.object({ journey: z.string() });

/** What a rule does in a few words, where they say more than its kind. */
const Outcome = ({ rule }: { rule: Rule }) => {
  const words = useWords(ruleWords);
  const format = useFormat();
  const score = scoreSchema.safeParse(rule.params);
  if (rule.does === 'score' && score.success) {
    const { by, kind } = score.data;
    const signed = by > 0 ? `+${format.number(by)}` : format.number(by);
    return <>{words.scoreOf(signed, words[kind])}</>;
  }
  const enrol = enrolSchema.safeParse(rule.params);
  return rule.does === 'enrol' && enrol.success ? <>{enrol.data.journey}</> : null;
};

const RuleItem = ({ rule }: { rule: Rule }) => {
  const words = useWords(ruleWords);
  const format = useFormat();
  const may = useMay();
  const { key, name, description, on, does, priority, conditions, params } = rule;
  const enrol = enrolSchema.safeParse(params);
  return (
    <Accordion.Item value={key}>
      <Accordion.Control>
        <Stack gap={4}>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Text>
          <Group gap={6}>
            <Badge variant="light" tt="none">
              {words.doesOf(does)}
            </Badge>
            <Text size="sm">
              <Outcome rule={rule} />
            </Text>
          </Group>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {words.on}: {on.map((one) => (one === '*' ? words.everyEvent : one)).join(', ')}
          </Text>
        </Stack>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="xs">
          {description === undefined ? null : <Text size="sm">{description}</Text>}
          <Text size="sm">
            {words.priority}: {format.number(priority)}
          </Text>
          {does === 'enrol' && enrol.success ? (
            <Text size="sm">
              <PageLink page="/journeys/$key" value={enrol.data.journey}>
                {enrol.data.journey}
              </PageLink>
            </Text>
          ) : null}
          {may('draft') ? (
            <Text size="sm">
              <PageLink page="/rules/$key/edit" value={key}>
                {words.edit}
              </PageLink>
            </Text>
          ) : null}
          <Code block tabIndex={0} aria-label={words.when}>
            {JSON.stringify({ conditions, event: { type: does, params } }, undefined, 2)}
          </Code>
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
};

/** The rules of the workspace, by what they do. */
export const Content = () => {
  const words = useWords(ruleWords);
  const api = useApi();
  const navigate = useNavigate();
  const { does } = searchSchema.parse(useSearch({ strict: false }));
  const found = useQuery({ queryKey: ['rules'], queryFn: () => ask(api.GET('/api/rules')) });
  const rules = found.data?.rules ?? [];
  const shown = rules.filter((rule) => does === undefined || rule.does === does);
  const kinds = [...new Set(rules.map((rule) => rule.does))].toSorted();
  return (
    <>
      <PageHeader title={words.rules} text={words.rulesText}>
        <NewRule />
      </PageHeader>
      <NewDrafts pattern={/^rules\/([^/]+)\.json$/} to={(key) => `/rules/${key}/edit`} />
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {found.isSuccess && rules.length === 0 ? <EmptyState title={words.none} text={words.noneText} /> : null}
      {rules.length === 0 ? null : (
        <Select
          label={words.does}
          placeholder={words.any}
          clearable
          maw={280}
          mb="md"
          data={kinds.map((value) => ({ value, label: words.doesOf(value) }))}
          value={does ?? null}
          onChange={(next) =>
            void navigate({ to: '.', search: next === null ? {} : { does: next }, replace: true })
          }
        />
      )}
      {rules.length > 0 && shown.length === 0 ? <EmptyState title={words.noMatch} /> : null}
      <Accordion multiple variant="separated">
        {shown.map((rule) => (
          <RuleItem key={rule.key} rule={rule} />
        ))}
      </Accordion>
    </>
  );
};
