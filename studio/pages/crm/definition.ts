import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { readable } from '../../parts/readable.ts';

const baseField = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  help: z.string().optional(),
  required: z.boolean().default(false),
  multiline: z.boolean().default(false),
  sortable: z.boolean().default(false),
  choices: z.array(z.string()).default([]),
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
  ends: z.string().optional(),
});
export type Stage = z.infer<typeof stageSchema>;

const definitionSchema = z.looseObject({
  key: z.string(),
  name: z.string(),
  plural: z.string().optional(),
  note: z.string().optional(),
  title: z.string(),
  fields: z.record(z.string(), fieldSchema),
  stages: z.looseObject({ list: z.array(stageSchema) }).optional(),
  views: z
    .looseObject({
      list: z.array(z.string()).optional(),
      board: z.looseObject({ card: z.array(z.string()).default([]) }).optional(),
    })
    .default({}),
});

/** An object: what records of a kind are made of. */
export type Definition = z.infer<typeof definitionSchema>;

/** What a field of the object is called. */
export const fieldName = (definition: Definition, key: string): string =>
  definition.fields[key]?.name ?? readable(key);

/** What a stage of the object is called. */
export const stageName = (definition: Definition, key: string): string =>
  definition.stages?.list.find((stage) => stage.key === key)?.name ?? readable(key);

/** Stages that a record in this one may move to; any other one where the object does not say. */
export const movesFrom = (definition: Definition, key: string | undefined): readonly Stage[] => {
  const all = definition.stages?.list ?? [];
  const to = all.find((stage) => stage.key === key)?.to;
  return all.filter((stage) => stage.key !== key && (to === undefined || to.includes(stage.key)));
};

/** The published object of a kind. */
export const useDefinition = (kind: string) => {
  const api = useApi();
  return useQuery({
    queryKey: ['object', kind],
    staleTime: 60_000,
    queryFn: async () => {
      const { definition } = await ask(api.GET('/api/objects/{kind}', { params: { path: { kind } } }));
      return definitionSchema.parse(definition);
    },
  });
};
