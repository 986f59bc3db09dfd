import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';

import { CopyText } from '../../../parts/copy-text.tsx';
import { PlainTable } from '../../../parts/data-table.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { type Definition, stageName } from '../definition.ts';
import { FieldValue } from '../field-value.tsx';
import type { RecordRow } from '../record-row.ts';
import { quoteWords } from './quote-words.ts';
import { useVersions } from './use-versions.ts';

type Shown = { readonly definition: Definition; readonly row: RecordRow };

const text = z.string().min(1).optional().catch(undefined);
const dataSchema = z.looseObject({
  link: text,
  signedBy: text,
  refusalReason: text,
  validUntil: text,
});

type Said = { readonly color: string; readonly text: string };

/** Where the quote stands with its customer; undefined for a draft. */
const useSaid = (row: RecordRow): Said | undefined => {
  const words = useWords(quoteWords);
  const format = useFormat();
  const { signedBy, refusalReason, validUntil } = dataSchema.parse(row.data);
  switch (row.stage) {
    case 'sent':
      return {
        color: 'cyan',
        text:
          validUntil === undefined
            ? words.waiting
            : words.waitingUntil(format.day(`${validUntil}T12:00:00Z`)),
      };
    case 'accepted':
      return {
        color: 'teal',
        text: signedBy === undefined ? words.accepted : words.acceptedBy(signedBy),
      };
    case 'refused':
      return {
        color: 'red',
        text: refusalReason === undefined ? words.refused : words.refusedFor(refusalReason),
      };
    case 'expired':
      return { color: 'yellow', text: words.expired };
    case 'superseded':
      return { color: 'gray', text: words.superseded };
    case 'withdrawn':
      return { color: 'gray', text: words.withdrawn };
    default:
      return undefined;
  }
};

const Page = ({ row }: { row: RecordRow }) => {
  const words = useWords(quoteWords);
  const { link } = dataSchema.parse(row.data);
  if (link === undefined) return null;
  return (
    <Group align="flex-end" gap="xs">
      <CopyText label={words.page} value={link} />
      <Button
        variant="default"
        renderRoot={(props) => <a href={link} target="_blank" rel="noreferrer" {...props} />}
      >
        {words.openPage}
      </Button>
    </Group>
  );
};

const Versions = ({ definition, row }: Shown) => {
  const words = useWords(quoteWords);
  const format = useFormat();
  const found = useVersions(row);
  const versions = found.data ?? [];
  if (versions.length < 2) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {words.versions}
      </Title>
      <PlainTable
        label={words.versions}
        rows={versions}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'number',
            title: words.number,
            cell: (one) =>
              one.id === row.id ? (
                <Text fw={600} inherit aria-current="page">
                  {one.title ?? one.id}
                </Text>
              ) : (
                <Anchor inherit renderRoot={(props) => <Link to={`/records/quote/${one.id}`} {...props} />}>
                  {one.title ?? one.id}
                </Anchor>
              ),
          },
          {
            key: 'stage',
            title: words.stage,
            cell: ({ stage }) => (stage === undefined ? '' : stageName(definition, stage)),
          },
          {
            key: 'total',
            title: words.total,
            align: 'right',
            cell: ({ data }) => <FieldValue field={definition.fields['total']} value={data['total']} />,
          },
          {
            key: 'issued',
            title: words.issued,
            isWide: true,
            cell: ({ data: { issuedOn } }) =>
              typeof issuedOn === 'string' ? format.day(`${issuedOn}T12:00:00Z`) : '',
          },
        ]}
      />
    </section>
  );
};

/** What a quote is beyond its fields: where it stands, its page, and its versions. */
export const QuoteState = ({ definition, row }: Shown) => {
  const said = useSaid(row);
  return (
    <Stack gap="md" mb="md">
      {said === undefined ? null : (
        <Alert color={said.color} variant="light" styles={{ message: { fontWeight: 600 } }}>
          {said.text}
        </Alert>
      )}
      <Page row={row} />
      <Versions definition={definition} row={row} />
    </Stack>
  );
};
