import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';

import { useApi } from '../../../app/session.tsx';
import type { Written } from '../../../parts/drafts/edited-file.tsx';
import { type FileForm, fileForm } from '../../../parts/drafts/fields/file-form.ts';
import { rowsAt } from '../../../parts/drafts/fields/rows-at.tsx';
import type { Path } from '../../../parts/editor/splice-json.ts';
import { readable } from '../../../parts/text/readable.ts';
import { type Definition, readDefinition } from '../definition.ts';
import { overBase } from './over-base.ts';

const anyField = z.record(z.string(), z.unknown()).nullable().catch({});
const fieldsSchema = z.record(z.string(), anyField).catch({});
const choicesSchema = z.array(z.string()).catch([]);

/** Something of an object by its key, with what people call it. */
type Named = { readonly key: string; readonly name: string };

/** A field, as far as other parts of an object look at it. */
export type KnownField = Named & {
  readonly type: string;
  /** What a formula gives. */
  readonly gives: string;
  readonly choices: readonly string[];
  /** Of a list. */
  readonly columns: readonly KnownField[];
};

/** The form of an object, with what it has: of its own file, and of the object that it extends. */
export type ObjectForm = FileForm & {
  /** The object it extends, as it is published; undefined for a whole one. */
  readonly base: Definition | undefined;
  readonly fields: readonly KnownField[];
  readonly stages: readonly Named[];
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

type WrittenField = readonly [string, z.infer<typeof anyField>];

/** The fields that stand at a place of a file, in their order; null: it takes that field away. */
export const fieldsAt = (form: FileForm, path: Path): readonly WrittenField[] =>
  Object.entries(fieldsSchema.parse(form.valueAt(path)));

/** The fields that the file itself has. */
export const ownFields = (form: FileForm): readonly WrittenField[] => fieldsAt(form, ['fields']);

/** Fields as other parts look at them; what is taken away is not among them. */
export const knownOf = (fields: readonly WrittenField[]): readonly KnownField[] =>
  fields.flatMap(([key, field]): KnownField[] =>
    field === null
      ? []
      : [
          {
            key,
            name: textOf(field['name']) || readable(key),
            type: textOf(field['type']),
            gives: textOf(field['gives']),
            choices: choicesSchema.parse(field['choices']),
            columns: knownOf(Object.entries(fieldsSchema.parse(field['fields'] ?? {}))),
          },
        ],
  );

const fieldsOf = (form: FileForm, base: Definition | undefined): ObjectForm['fields'] => {
  const all = new Map<string, WrittenField[1]>(Object.entries(base?.fields ?? {}));
  for (const [key, field] of ownFields(form)) all.set(key, field);
  return knownOf([...all]);
};

const stagesOf = (form: FileForm, base: Definition | undefined): ObjectForm['stages'] => {
  const all = new Map((base?.stages?.list ?? []).map(({ key, name }) => [key, name]));
  for (const row of rowsAt(form, ['stages', 'list'])) {
    const key = textOf(row['key']);
    if (key !== '') all.set(key, textOf(row['name']) || undefined);
  }
  return [...all].map(([key, name]) => ({ key, name: name ?? readable(key) }));
};

/** The form over the file of an object. */
export const useObjectForm = (written: Written): ObjectForm => {
  const api = useApi();
  const form = fileForm(written);
  const extended = form.textAt(['extends']);
  const found = useQuery({
    queryKey: ['object', extended],
    enabled: extended !== '',
    staleTime: 60_000,
    queryFn: () => readDefinition(api, extended),
  });
  const base = extended === '' ? undefined : found.data;
  const shown = base === undefined ? form : overBase(form, base);
  return { ...shown, base, fields: fieldsOf(form, base), stages: stagesOf(form, base) };
};

/** Fields or stages, to choose from. */
export const choicesOf = (
  named: readonly Named[],
): readonly { readonly value: string; readonly label: string }[] =>
  named.map(({ key, name }) => ({ value: key, label: name }));
