import { z } from 'zod';

import type { Field } from '../../../domain/objects/fields.ts';
import { objectLanguage, viewsSchema } from '../../../domain/objects/definition.ts';
import type { EngineClient } from '../../engine-client.ts';

const answerSchema = z.looseObject({
  title: z.string(),
  definition: z.looseObject({
    fields: z.record(z.string(), z.looseObject({ type: z.string() })),
    stages: z.unknown().optional(),
    views: viewsSchema.optional(),
  }),
});

/** What the commands need to know of a kind. */
export type KindView = {
  /** The columns of lists. */
  readonly columns: readonly string[];
  /** The fields this version of the command knows, by key. A type of field of a plugin is not among them. */
  readonly fields: ReadonlyMap<string, Field>;
};

/** Asks the engine what a kind is. */
export const kindOf = async (input: { kind: string; client: EngineClient }): Promise<KindView> => {
  const path = `/api/objects/${encodeURIComponent(input.kind)}`;
  const { title, definition } = answerSchema.parse(await input.client.call({ path }));
  const { views, stages } = definition;
  const usual = [title, ...(stages === undefined ? [] : ['stage']), 'owner'];
  const fields = new Map<string, Field>();
  for (const [key, field] of Object.entries(definition.fields)) {
    const read = objectLanguage.object.shape.fields.valueType.safeParse(field);
    if (read.success) fields.set(key, read.data);
  }
  return { columns: views?.list ?? usual, fields };
};
