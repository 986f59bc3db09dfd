import { z } from '@hono/zod-openapi';

import { jobBody, jobSchema } from '../jobs/job-body.ts';
import { problemItem } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import type { PublishFiles } from './publish/publish-files.ts';

const steps = z.array(z.string());

const journeySchema = z
  .object({
    key: z.string(),
    change: z.enum(['added', 'changed', 'removed', 'kept']),
    version: z.int().optional().openapi({ description: 'The published version afterwards.' }),
    differences: z
      .object({
        added: steps,
        removed: steps,
        changed: steps,
        moved: steps,
        entry: z.boolean(),
        exit: z.boolean(),
        goal: z.boolean(),
        fields: z.array(z.string()),
      })
      .optional(),
    plan: z.looseObject({ people: z.string() }),
    people: z
      .array(
        z.object({
          version: z.int(),
          step: z.string().nullable(),
          runs: z.int(),
          to: z.string().nullable().optional().openapi({ description: 'Where they stand afterwards.' }),
          leaves: z.boolean().optional(),
        }),
      )
      .openapi({ description: 'Those on other versions, by version and step.' }),
    job: jobSchema.optional().openapi({ description: 'What moves them.' }),
  })
  .openapi('JourneyReport');

/** A publication, done or only looked at. */
export const publishedSchema = z
  .object({
    revision: z.int(),
    changes: z.array(
      z.object({
        what: z.string(),
        key: z.string(),
        change: z.enum(['added', 'changed', 'removed']),
        version: z.int().optional(),
      }),
    ),
    journeys: z.array(journeySchema),
    entering: z.int().openapi({ description: 'How many people come in at once.' }),
    records: z
      .array(
        z.object({
          code: z.string(),
          object: z.string(),
          name: z.string().optional().openapi({ description: 'The field or the stage.' }),
          records: z.int().openapi({ description: 'How many records it concerns; 100,000 is that or more.' }),
          message: z.string(),
        }),
      )
      .openapi({ description: 'What changed objects mean for the records there are.' }),
    audiences: z
      .array(
        z.object({
          feed: z.string(),
          plugin: z.string(),
          audience: z.string().openapi({ description: 'The id of the audience at the service.' }),
          people: z.int(),
          connectorRemoved: z.boolean().openapi({
            description: 'The connector is removed as well: nobody leaves until it is set up again.',
          }),
        }),
      )
      .openapi({ description: 'Audiences that people leave, since their feed is removed.' }),
    warnings: z.array(problemItem),
  })
  .openapi('Published');

type Published = Awaited<ReturnType<PublishFiles>>;

const journeyBody = (of: Published['journeys'][number]): z.infer<typeof journeySchema> => {
  const { differences, job } = of;
  return {
    key: of.key,
    change: of.change,
    ...given({ version: of.version }),
    ...(differences === undefined
      ? {}
      : {
          differences: {
            ...differences,
            added: [...differences.added],
            removed: [...differences.removed],
            changed: [...differences.changed],
            moved: [...differences.moved],
            fields: [...differences.fields],
          },
        }),
    plan: of.plan,
    people: of.people.map(({ version, step, runs, to, leaves }) => ({
      version,
      step,
      runs,
      ...given({ to, leaves }),
    })),
    ...(job === undefined ? {} : { job: jobBody(job) }),
  };
};

/** A publication, as answers show it. */
export const publishedBody = (done: Published): z.infer<typeof publishedSchema> => ({
  revision: done.revision,
  entering: done.entering,
  records: done.records.map(({ code, object, name, records, message }) => ({
    code,
    object,
    ...given({ name }),
    records,
    message,
  })),
  audiences: done.audiences.map((one) => ({ ...one })),
  changes: done.changes.map((change) => ({ ...change })),
  journeys: done.journeys.map(journeyBody),
  warnings: done.warnings.map((problem) => ({ ...problem })),
});

const changeWords = ['added', 'changed', 'removed'] as const;
const namesMax = 500;

/** What a publication added, changed and removed, by name, as the audit trail keeps it. */
const changesText = (changes: Published['changes']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    changeWords.flatMap((change) => {
      const names = changes.filter((one) => one.change === change).map(({ what, key }) => `${what} ${key}`);
      return names.length === 0 ? [] : [[change, names.join(', ').slice(0, namesMax)]];
    }),
  );

/** What the audit trail is told of a publication. */
export const publicationLine = (done: Published) => ({
  subject: String(done.revision),
  details: { changes: done.changes.length, ...changesText(done.changes) },
});
