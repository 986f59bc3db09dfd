import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { z } from 'zod';

import { type Api, ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { readable } from '../../parts/text/readable.ts';
import { useShippedLabel } from '../../parts/text/shipped-label.ts';

const baseField = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  help: z.string().optional(),
  required: z.boolean().default(false),
  multiline: z.boolean().default(false),
  sortable: z.boolean().default(false),
  choices: z.array(z.string()).default([]),
  /** What choices are called, where that differs from how they are kept. */
  choiceNames: z.record(z.string(), z.string()).optional(),
  currencies: z.array(z.string()).optional(),
  gives: z.string().optional(),
  to: z.string().optional(),
});
const fieldSchema = baseField.extend({ fields: z.record(z.string(), baseField).default({}) });

/** A field of an object, as far as a page has to know it. */
export type Field = z.infer<typeof fieldSchema>;

const stageSchema = z.looseObject({
  key: z.string(),
  name: z.string().optional(),
  to: z.array(z.string()).optional(),
  requires: z.array(z.string()).default([]),
  locks: z.array(z.string()).default([]),
  ends: z.string().optional(),
});
export type Stage = z.infer<typeof stageSchema>;

const definitionSchema = z.looseObject({
  key: z.string(),
  name: z.string(),
  plural: z.string().optional(),
  note: z.string().optional(),
  title: z.string(),
  person: z.string().optional(),
  fields: z.record(z.string(), fieldSchema),
  stages: z.looseObject({ list: z.array(stageSchema) }).optional(),
  views: z
    .looseObject({
      list: z.array(z.string()).optional(),
      board: z.looseObject({ card: z.array(z.string()).default([]) }).optional(),
      calendar: z.looseObject({ from: z.string(), until: z.string().optional() }).optional(),
    })
    .default({}),
  sla: z.looseObject({ targets: z.array(z.looseObject({ due: z.string().optional() })) }).optional(),
});

/** An object: what records of a kind are made of. */
export type Definition = z.infer<typeof definitionSchema>;

/** What a field of the object is called. */
export const fieldName = (definition: Definition, key: string): string =>
  definition.fields[key]?.name ?? readable(key);

/** What a stage of the object is called. */
export const stageName = (definition: Definition, key: string): string =>
  definition.stages?.list.find((stage) => stage.key === key)?.name ?? readable(key);

/** What a choice of the field is called. */
export const choiceName = (field: Pick<Field, 'choiceNames'> | undefined, choice: string): string =>
  field?.choiceNames?.[choice] ?? readable(choice);

/** Stages that a record in this one may move to; any other one where the object does not say. */
export const movesFrom = (definition: Definition, key: string | undefined): readonly Stage[] => {
  const all = definition.stages?.list ?? [];
  const to = all.find((stage) => stage.key === key)?.to;
  return all.filter((stage) => stage.key !== key && (to === undefined || to.includes(stage.key)));
};

/** What the acts of quotes fill in. */
const ofQuotes = ['version', 'replaces', 'issuedOn', 'link', 'signedBy', 'refusalReason'] as const;

/** Fields that the engine fills in by what it does, so that no form asks for them. */
export const keptFields = ({ key, sla }: Definition): readonly string[] => [
  ...(key === 'quote' ? ofQuotes : []),
  ...(sla?.targets ?? []).flatMap(({ due }) => due ?? []),
];

/** Reads the published object of a kind. */
export const readDefinition = async (api: Api, kind: string): Promise<Definition> => {
  const { definition } = await ask(api.GET('/api/objects/{kind}', { params: { path: { kind } } }));
  return definitionSchema.parse(definition);
};

/** An object with every label as a reader sees it; `label` gives that of one. */
const labelled = (definition: Definition, label: (object: string, label: string) => string): Definition => {
  const { key: object, name, plural, stages } = definition;
  const named = <T extends { readonly name?: string | undefined }>(key: string, one: T): T => ({
    ...one,
    name: label(object, one.name ?? readable(key)),
  });
  const withChoices = <T extends { readonly choices: readonly string[] }>(one: T) => ({
    ...one,
    choiceNames: Object.fromEntries(one.choices.map((choice) => [choice, label(object, readable(choice))])),
  });
  const fields = Object.entries(definition.fields).map(([key, field]): [string, Field] => {
    const columns = Object.entries(field.fields).map(
      ([column, one]) => [column, withChoices(named(column, one))] as const,
    );
    return [key, { ...withChoices(named(key, field)), fields: Object.fromEntries(columns) }];
  });
  return {
    ...definition,
    name: label(object, name),
    ...(plural === undefined ? {} : { plural: label(object, plural) }),
    fields: Object.fromEntries(fields),
    ...(stages === undefined
      ? {}
      : { stages: { ...stages, list: stages.list.map((stage) => named(stage.key, stage)) } }),
  };
};

/** The published object of a kind, with the labels of what comes with Ciclo in the language of the person. To change it, read it with `readDefinition`. */
export const useDefinition = (kind: string) => {
  const api = useApi();
  const label = useShippedLabel();
  return useQuery({
    queryKey: ['object', kind],
    staleTime: 60_000,
    queryFn: () => readDefinition(api, kind),
    select: useCallback((definition: Definition) => labelled(definition, label), [label]),
  });
};
