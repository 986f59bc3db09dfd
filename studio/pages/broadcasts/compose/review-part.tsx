import { Alert, Button, Group, List, Stack, Table, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi, useMay, useMe } from '../../../app/session.tsx';
import { ConfirmButton } from '../../../parts/dialogs/confirm-button.tsx';
import { Icon, icons } from '../../../parts/icon.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useTitleOf } from '../../../parts/page/use-title-of.ts';
import { useWords } from '../../../words/language.tsx';
import { useSegmentNames } from '../../../parts/conditions/use-segment-names.ts';
import { type ComposePart, useComposePlace } from '../place.ts';
import { composeWords } from './compose-words.ts';
import { useTemplates } from './message-gallery.tsx';
import { partOfProblem, type Plan, spanOf } from './plan.ts';
import { useReach } from './use-reach.ts';
import { Marked } from '../../../parts/text/marked.tsx';

type Item = components['schemas']['ProblemItem'];

/** What keeps it from being sent, with the way to where it is corrected. */
const Missing = ({ problems }: { problems: readonly Item[] }) => {
  const words = useWords(composeWords);
  const [, go] = useComposePlace();
  if (problems.length === 0) return null;
  return (
    <Alert color="orange" title={words.missing} icon={<Icon path={icons.warning} />}>
      <List size="sm" spacing="xs">
        {problems.map((item) => (
          <List.Item key={`${item.path} ${item.code}`}>
            <Marked text={`${item.message} ${item.hint}`} />{' '}
            <Button
              variant="default"
              size="compact-xs"
              aria-label={`${words.goThere}: ${item.message}`}
              onClick={() => go({ part: partOfProblem(item.path) })}
            >
              {words.goThere}
            </Button>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
};

/** A length of time in the language of the reader. */
export const useSpan = (): ((text: string) => string) => {
  const words = useWords(composeWords);
  return (text) => {
    const span = spanOf(text);
    return span === undefined ? text : words.span(span.count, span.unit);
  };
};

/** When a plan says it goes, in words. */
export const useWhen = (): ((schedule: Plan['schedule']) => string) => {
  const words = useWords(composeWords);
  const format = useFormat();
  return (schedule) => {
    if (schedule.kind === 'now') return words.when_now;
    if (schedule.kind === 'at') return format.instant(schedule.at);
    return words.localAt(schedule.at.replace('T', ' '));
  };
};

const useAudienceText = (plan: Plan): string => {
  const words = useWords(composeWords);
  const names = useSegmentNames();
  const nameOf = (key: string): string => names.find(({ value }) => value === key)?.label ?? key;
  const { everybody, segments, when, exclude } = plan.audience;
  return [
    everybody ? words.everybody : segments.map(nameOf).join(` ${words.or} `),
    when === undefined ? '' : words.whoMatch,
    exclude.length === 0 ? '' : words.without(exclude.map(nameOf).join(', ')),
  ]
    .filter((part) => part !== '')
    .join(' · ');
};

const useRows = (plan: Plan): readonly { part: ComposePart; title: string; text: ReactNode }[] => {
  const words = useWords(composeWords);
  const format = useFormat();
  const when = useWhen();
  const span = useSpan();
  const audience = useAudienceText(plan);
  const campaign = useTitleOf({ kind: 'campaign', id: plan.campaign ?? '' });
  const templates = useTemplates().data?.templates ?? [];
  const nameOf = (message: string): string => templates.find(({ key }) => key === message)?.name ?? message;
  const messages = plan.variants
    .map(({ name, message }) => (plan.variants.length < 2 ? nameOf(message) : `${name}: ${nameOf(message)}`))
    .join(' · ');
  const { test, goal, perMinute, holdout } = plan;
  return [
    { part: 'message', title: words.message, text: messages },
    ...(campaign === '' ? [] : [{ part: 'message', title: words.campaign, text: campaign } as const]),
    ...(test === undefined
      ? []
      : [
          {
            part: 'message',
            title: words.tryFirst,
            text: words.tested(format.number(test.share), span(test.after), words[`by_${test.by}`]),
          } as const,
        ]),
    { part: 'audience', title: words.audience, text: audience },
    {
      part: 'time',
      title: words.time,
      text: [when(plan.schedule), perMinute === undefined ? '' : words.paced(format.number(perMinute))]
        .filter((part) => part !== '')
        .join(' · '),
    },
    {
      part: 'measure',
      title: words.measure,
      text: `${words.goalIs(goal.on, span(goal.within ?? '7 days'))}${
        holdout === 0 ? '' : ` · ${words.heldOutShare(format.percent(holdout / 100))}`
      }`,
    },
  ];
};

const Summary = ({ plan }: { plan: Plan }) => {
  const words = useWords(composeWords);
  const [, go] = useComposePlace();
  return (
    <Table verticalSpacing="sm" layout="fixed">
      <Table.Tbody>
        {useRows(plan).map(({ part, title, text }) => (
          <Table.Tr key={title}>
            <Table.Th scope="row" w="30%" fw={500} style={{ verticalAlign: 'top', overflowWrap: 'anywhere' }}>
              {title}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              {text === '' ? <Text c="dimmed">{words.notYet}</Text> : text}
            </Table.Td>
            <Table.Td w="7rem" ta="right">
              <Button
                variant="default"
                size="compact-sm"
                aria-label={`${words.changeIt}: ${title}`}
                onClick={() => go({ part })}
              >
                {words.changeIt}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
};

/** The last look before it goes. */
export const ReviewPart = (props: {
  id: string;
  plan: Plan;
  problems: readonly Item[];
  flush: () => Promise<void>;
}) => {
  const { id, plan, problems, flush } = props;
  const words = useWords(composeWords);
  const format = useFormat();
  const { workspace } = useMe();
  const maySend = useMay()('write');
  const api = useApi();
  const notice = useNotice();
  const queries = useQueryClient();
  const when = useWhen();
  const reach = useReach(id, plan).data;
  const isNow = plan.schedule.kind === 'now';
  const label = isNow ? words.sendNow : words.schedule;
  const people = reach?.reached.people ?? 0;
  const send = async (): Promise<void> => {
    await flush();
    const body = reach === undefined ? {} : { expect: reach.matched };
    await ask(api.POST('/api/broadcasts/{id}/schedule', { params: { path: { id } }, body }));
    notice.done(isNow ? words.sendingNow : words.scheduled);
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['broadcast', id] }),
      queries.invalidateQueries({ queryKey: ['broadcasts'] }),
    ]);
  };
  return (
    <Stack>
      <Missing problems={problems} />
      <Summary plan={plan} />
      <Group justify="flex-end">
        {maySend ? null : <Text c="dimmed">{words.othersSend}</Text>}
        <ConfirmButton
          label={label}
          title={words.lastLook(plan.name)}
          text={words.willReach(people, format.number(people), when(plan.schedule), workspace.zone)}
          confirm={label}
          color="cyan"
          button={{ variant: 'filled', disabled: !maySend || problems.length > 0 || reach === undefined }}
          onConfirm={send}
        />
      </Group>
    </Stack>
  );
};
