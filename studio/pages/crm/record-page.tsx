import { Badge, Button, Group, Menu, Tabs, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { TabRow } from '../../parts/page/tab-row.tsx';
import { useWords } from '../../words/language.tsx';
import { CampaignResults } from '../broadcasts/campaign-results.tsx';
import { campaignWords } from '../broadcasts/campaign-words.ts';
import { type Definition, movesFrom, type Stage, stageName, useDefinition } from './definition.ts';
import { MoveDialog } from './move-dialog.tsx';
import { usePlace } from './place.ts';
import { RecordDetails } from './record-details.tsx';
import { RecordHistory } from './record-history.tsx';
import { RecordLinks } from './record-links.tsx';
import type { RecordRow } from './record-row.ts';
import { useChangeRecord } from './use-change-record.ts';
import { QuoteActions } from './quotes/quote-actions.tsx';
import { QuoteState } from './quotes/quote-state.tsx';
import { quoteWords } from './quotes/quote-words.ts';
import { crmWords } from './words.ts';

type Shown = { definition: Definition; row: RecordRow };

/** Moves the record to another stage; what the stage requires is asked for. */
const StageMenu = ({ definition, row, isQuiet }: Shown & { isQuiet: boolean }) => {
  const words = useWords(crmWords);
  const notice = useNotice();
  const change = useChangeRecord();
  const [asked, setAsked] = useState<Stage | undefined>();
  const moves = movesFrom(definition, row.stage);
  if (moves.length === 0) return null;
  const move = (stage: Stage): void => {
    if (stage.requires.some((key) => row.data[key] === undefined)) setAsked(stage);
    else
      change.mutate(
        { row, change: { stage: stage.key } },
        {
          onSuccess: () => notice.done(words.moved(stageName(definition, stage.key))),
          onError: notice.failed,
        },
      );
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant={isQuiet ? 'default' : 'filled'} loading={change.isPending}>
            {words.moveTo}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {moves.map((stage) => (
            <Menu.Item key={stage.key} onClick={() => move(stage)}>
              {stageName(definition, stage.key)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked === undefined ? null : (
        <MoveDialog definition={definition} row={row} stage={asked} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
};

/** Takes the record out of all lists, or brings it back. */
const RemoveButton = ({ row }: { row: RecordRow }) => {
  const words = useWords(crmWords);
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { kind, id } = row;
  const params = { path: { kind, id } };
  const fresh = () => queries.invalidateQueries({ queryKey: ['record', kind, id] });
  if (row.deletedAt !== undefined)
    return (
      <Button
        variant="default"
        onClick={() => void ask(api.POST('/api/records/{kind}/{id}/restore', { params })).then(fresh)}
      >
        {words.restore}
      </Button>
    );
  return (
    <ConfirmButton
      label={words.remove}
      title={words.removeTitle}
      text={words.removeText}
      confirm={words.remove}
      onConfirm={async () => {
        await ask(api.DELETE('/api/records/{kind}/{id}', { params }));
        await fresh();
        await navigate({ to: `/records/${kind}` });
      }}
    />
  );
};

const ConvertButton = ({ row }: { row: RecordRow }) => {
  const words = useWords(crmWords);
  const api = useApi();
  const queries = useQueryClient();
  const notice = useNotice();
  const { kind, id } = row;
  return (
    <ConfirmButton
      label={words.convert}
      title={words.convertTitle}
      text={words.convertText}
      confirm={words.convert}
      color="cyan"
      onConfirm={async () => {
        await ask(api.POST('/api/records/{kind}/{id}/convert', { params: { path: { kind, id } }, body: {} }));
        await queries.invalidateQueries({ queryKey: ['record', kind, id] });
        notice.done(words.converted);
      }}
    />
  );
};

/** A quote that begins with what the deal says of its customer. */
const NewQuote = ({ row }: { row: RecordRow }) => {
  const words = useWords(quoteWords);
  const { contact, account } = row.data;
  const search = { deal: row.id, ...textsIn({ contact, account }) };
  return (
    <Button
      variant="default"
      renderRoot={(props) => <Link to="/records/quote/new" search={search} {...props} />}
    >
      {words.newQuote}
    </Button>
  );
};

const textsIn = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );

const State = ({ definition, row }: Shown) => {
  const words = useWords(crmWords);
  return (
    <Group gap="xs" mb="md">
      {row.stage === undefined ? null : (
        <Badge variant="light" tt="none" size="lg">
          {stageName(definition, row.stage)}
        </Badge>
      )}
      {row.deletedAt === undefined ? null : <Badge color="red">{words.deleted}</Badge>}
      <Text size="sm" c="dimmed">
        {definition.name}
      </Text>
    </Group>
  );
};

const Whole = ({ definition, row }: Shown) => {
  const words = useWords(crmWords);
  const campaign = useWords(campaignWords);
  const may = useMay();
  const [tab, setTab] = useState<string | null>('details');
  const isCampaign = definition.key === 'campaign';
  const stands = may('records:write') && row.deletedAt === undefined;
  const converts =
    definition.key === 'lead' &&
    definition.stages?.list.find(({ key }) => key === row.stage)?.ends === undefined;
  return (
    <>
      <PageHeader title={row.title ?? row.id}>
        {stands && definition.key === 'quote' ? <QuoteActions row={row} /> : null}
        {stands && definition.key === 'deal' ? <NewQuote row={row} /> : null}
        {stands && converts ? <ConvertButton row={row} /> : null}
        {stands ? <StageMenu definition={definition} row={row} isQuiet={definition.key === 'quote'} /> : null}
        {may('records:write') ? <RemoveButton row={row} /> : null}
      </PageHeader>
      <State definition={definition} row={row} />
      {definition.key === 'quote' ? <QuoteState definition={definition} row={row} /> : null}
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <TabRow active={tab ?? ''} mb="md">
          <Tabs.Tab value="details">{words.details}</Tabs.Tab>
          {isCampaign ? <Tabs.Tab value="results">{campaign.results}</Tabs.Tab> : null}
          <Tabs.Tab value="history">{words.history}</Tabs.Tab>
          <Tabs.Tab value="links">{words.links}</Tabs.Tab>
        </TabRow>
        <Tabs.Panel value="details">
          <RecordDetails definition={definition} row={row} />
        </Tabs.Panel>
        {isCampaign ? (
          <Tabs.Panel value="results">
            <CampaignResults id={row.id} />
          </Tabs.Panel>
        ) : null}
        <Tabs.Panel value="history">
          <RecordHistory definition={definition} row={row} />
        </Tabs.Panel>
        <Tabs.Panel value="links">
          <RecordLinks row={row} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
};

/** One record: what it holds, what became of it, and what it is linked to. */
export const Content = () => {
  const { kind, id } = usePlace();
  const api = useApi();
  const found = useDefinition(kind);
  const record = useQuery({
    queryKey: ['record', kind, id],
    queryFn: () => ask(api.GET('/api/records/{kind}/{id}', { params: { path: { kind, id } } })),
  });
  if (found.isPending || record.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  if (record.isLoadingError) return <PageProblem of={record} />;
  return <Whole key={record.data.id} definition={found.data} row={record.data} />;
};
