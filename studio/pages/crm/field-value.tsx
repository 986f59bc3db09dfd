import { Anchor, Badge, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';

import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { choiceName, type Field } from './definition.ts';
import { personKind, useTitleOf } from '../../parts/page/use-title-of.ts';
import { crmWords } from './words.ts';

/** A sum in minor units. */
export const moneySchema = z.object({ minor: z.number(), currency: z.string() });

const textsSchema = z.array(z.string());
const rowsSchema = z.array(z.record(z.string(), z.unknown()));

const midday = 'T12:00:00Z';

/** A link to a record or a person, by its name. */
const Named = ({ kind, id, to }: { kind: string; id: string; to: string }) => {
  const title = useTitleOf({ kind, id });
  return (
    <Anchor inherit renderRoot={(props) => <Link to={to} {...props} />}>
      {title}
    </Anchor>
  );
};

/** What a record has in a field, as a person reads it. */
export const FieldValue = ({ field, value }: { field: Field | undefined; value: unknown }) => {
  const format = useFormat();
  const words = useWords(crmWords);
  if (value === undefined || value === null || value === '')
    return (
      <Text span c="dimmed" inherit>
        –
      </Text>
    );
  const type = field?.type === 'formula' ? (field.gives ?? 'number') : field?.type;
  const money = moneySchema.safeParse(value);
  if (money.success) return <>{format.money(money.data)}</>;
  if (typeof value === 'boolean') return <>{value ? words.yes : words.no}</>;
  if (typeof value === 'number') return <>{format.number(value)}</>;
  const texts = textsSchema.safeParse(value);
  if (texts.success) return <>{texts.data.map((one) => choiceName(field, one)).join(', ')}</>;
  const rows = rowsSchema.safeParse(value);
  if (rows.success) return <>{words.rows(rows.data.length)}</>;
  if (typeof value !== 'string') return <>{JSON.stringify(value)}</>;
  if (type === 'date') return <>{format.day(`${value}${midday}`)}</>;
  if (type === 'instant') return <>{format.instant(value)}</>;
  if (type === 'choice')
    return (
      <Badge variant="light" tt="none">
        {choiceName(field, value)}
      </Badge>
    );
  if (type === 'person') return <Named kind={personKind} id={value} to={`/people/${value}`} />;
  if (type === 'reference')
    return <Named kind={field?.to ?? ''} id={value} to={`/records/${field?.to ?? ''}/${value}`} />;
  return <span style={{ whiteSpace: 'pre-wrap' }}>{value}</span>;
};
