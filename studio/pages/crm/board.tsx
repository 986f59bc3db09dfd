import { ActionIcon, Anchor, Badge, Card, Group, Menu, ScrollArea, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import { useApi, useMay, useMe } from '../../app/session.tsx';
import { Icon } from '../../parts/icon.tsx';
import { LoadProblem, ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { NextSlaClock } from '../../parts/sla/sla-clocks.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useNotice } from '../../parts/page/notice.tsx';
import { useWords } from '../../words/language.tsx';
import { type Definition, movesFrom, type Stage, stageName } from './definition.ts';
import { FieldValue } from './field-value.tsx';
import { listFilter } from './list-filter.ts';
import { MoveDialog } from './move-dialog.tsx';
import type { RecordRow } from './record-row.ts';
import { useChangeRecord } from './use-change-record.ts';
import { crmWords } from './words.ts';

const cardsMost = 50;
/** Clocks run on while somebody looks at them. */
const everyMs = 60_000;
const columnWidth = 268;
const dots = 'M6 12h.01M12 12h.01M18 12h.01';

type Move = { readonly row: RecordRow; readonly stage: Stage };

const Moves = (props: { definition: Definition; row: RecordRow; onMove: (move: Move) => void }) => {
  const { definition, row, onMove } = props;
  const words = useWords(crmWords);
  const moves = movesFrom(definition, row.stage);
  if (moves.length === 0) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.moveOf(row.title ?? row.id)}>
          <Icon path={dots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words.moveTo}</Menu.Label>
        {moves.map((stage) => (
          <Menu.Item key={stage.key} onClick={() => onMove({ row, stage })}>
            {stageName(definition, stage.key)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};

const RecordCard = (props: {
  definition: Definition;
  row: RecordRow;
  onMove: (move: Move) => void;
  onDrag: (row: RecordRow) => void;
}) => {
  const { definition, row, onMove, onDrag } = props;
  const may = useMay();
  const shown = (definition.views.board?.card ?? []).filter((key) => key !== definition.title);
  return (
    <Card withBorder padding="sm" draggable={may('records:write')} onDragStart={() => onDrag(row)}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <Anchor
          size="sm"
          fw={600}
          style={{ overflowWrap: 'anywhere' }}
          renderRoot={(more) => <Link to={`/records/${row.kind}/${row.id}`} {...more} />}
        >
          {row.title ?? row.id}
        </Anchor>
        {may('records:write') ? <Moves definition={definition} row={row} onMove={onMove} /> : null}
      </Group>
      {shown.map((key) =>
        row.data[key] === undefined ? null : (
          <Text key={key} size="sm" c="dimmed" component="div">
            <FieldValue field={definition.fields[key]} value={row.data[key]} />
          </Text>
        ),
      )}
      <NextSlaClock clocks={row.sla} />
    </Card>
  );
};

const StageColumn = (props: {
  definition: Definition;
  stage: Stage;
  owner: string | undefined;
  onMove: (move: Move) => void;
  onDrag: (row: RecordRow) => void;
  onDropped: (stage: Stage) => void;
}) => {
  const { definition, stage, owner, onMove, onDrag, onDropped } = props;
  const words = useWords(crmWords);
  const format = useFormat();
  const api = useApi();
  const kind = definition.key;
  const filter = listFilter({ stage: stage.key, owner });
  const found = useQuery({
    queryKey: ['records', kind, 'board', filter],
    ...(definition.sla === undefined ? {} : { refetchInterval: everyMs }),
    queryFn: async () => {
      const query = { sort: '-updatedAt', limit: cardsMost, ...(filter === undefined ? {} : { filter }) };
      return ask(api.GET('/api/records/{kind}', { params: { path: { kind }, query } }));
    },
  });
  const rows = found.data?.records ?? [];
  const name = stageName(definition, stage.key);
  return (
    <Stack
      gap="xs"
      w={columnWidth}
      miw={columnWidth}
      component="section"
      aria-label={name}
      onDragOver={(event) => event.preventDefault()}
      onDrop={() => onDropped(stage)}
    >
      <Group gap="xs">
        <Title order={2} size="h5">
          {name}
        </Title>
        <Badge variant="light" color="gray">
          {found.data?.next === undefined ? format.number(rows.length) : `${format.number(rows.length)}+`}
        </Badge>
      </Group>
      <LoadProblem of={found} />
      {rows.map((row) => (
        <RecordCard key={row.id} definition={definition} row={row} onMove={onMove} onDrag={onDrag} />
      ))}
      {found.isSuccess && rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.empty}
        </Text>
      ) : null}
      {found.data?.next === undefined ? null : (
        <Text size="sm" c="dimmed">
          {words.more}
        </Text>
      )}
    </Stack>
  );
};

/** The records of a kind by stage. A card is moved by its menu, or dragged; fields that the stage requires are asked for. */
export const Board = ({ definition, isMine }: { definition: Definition; isMine: boolean }) => {
  const words = useWords(crmWords);
  const { user } = useMe();
  const notice = useNotice();
  const change = useChangeRecord();
  const [dragged, setDragged] = useState<RecordRow | undefined>();
  const [asked, setAsked] = useState<Move | undefined>();

  const move = ({ row, stage }: Move): void => {
    const lacking = stage.requires.filter((key) => row.data[key] === undefined);
    if (lacking.length > 0) setAsked({ row, stage });
    else
      change.mutate(
        { row, change: { stage: stage.key } },
        { onSuccess: () => notice.done(words.moved(stageName(definition, stage.key))) },
      );
  };
  const drop = (stage: Stage): void => {
    const moves = movesFrom(definition, dragged?.stage);
    if (dragged !== undefined && moves.some(({ key }) => key === stage.key)) move({ row: dragged, stage });
    setDragged(undefined);
  };
  return (
    <>
      {change.isError ? <ProblemAlert error={change.error} /> : null}
      <ScrollArea type="auto" scrollbars="x" viewportProps={{ tabIndex: 0 }}>
        <Group align="flex-start" wrap="nowrap" gap="md" pb="md">
          {(definition.stages?.list ?? []).map((stage) => (
            <StageColumn
              key={stage.key}
              definition={definition}
              stage={stage}
              owner={isMine ? user?.id : undefined}
              onMove={move}
              onDrag={setDragged}
              onDropped={drop}
            />
          ))}
        </Group>
      </ScrollArea>
      {asked === undefined ? null : (
        <MoveDialog
          definition={definition}
          row={asked.row}
          stage={asked.stage}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
};
