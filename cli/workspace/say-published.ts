import { z } from 'zod';

import type { Say } from '../../platform/say.ts';

const names = z.array(z.string());

const journeySchema = z.object({
  key: z.string(),
  change: z.string(),
  version: z.number().optional(),
  differences: z
    .object({
      added: names,
      removed: names,
      changed: names,
      moved: names,
      entry: z.boolean(),
      exit: z.boolean(),
      goal: z.boolean(),
      fields: names,
    })
    .optional(),
  plan: z.looseObject({ people: z.string() }),
  people: z.array(
    z.object({
      version: z.number(),
      step: z.string().nullable(),
      runs: z.number(),
      to: z.string().nullable().optional(),
      leaves: z.boolean().optional(),
    }),
  ),
  job: z.object({ id: z.string() }).optional(),
});
type Report = z.infer<typeof journeySchema>;

/** What the API answers to a publication. */
export const publishedAnswer = z.object({
  revision: z.number(),
  changes: z.array(
    z.object({ what: z.string(), key: z.string(), change: z.string(), version: z.number().optional() }),
  ),
  journeys: z.array(journeySchema),
  entering: z.number(),
  records: z.array(z.object({ object: z.string(), records: z.number(), message: z.string() })),
  audiences: z
    .array(
      z.object({
        feed: z.string(),
        plugin: z.string(),
        audience: z.string(),
        people: z.number(),
        connectorRemoved: z.boolean(),
      }),
    )
    .default([]),
});
type PublishedAnswer = z.infer<typeof publishedAnswer>;

const differencesText = (differences: NonNullable<Report['differences']>): string => {
  const { added, removed, changed, moved, entry, exit, goal, fields } = differences;
  const steps = [
    ...added.map((step) => `+${step}`),
    ...removed.map((step) => `-${step}`),
    ...changed.map((step) => `~${step}`),
    ...moved.map((step) => `>${step}`),
  ];
  const parts = [entry ? 'entry' : '', exit ? 'exit' : '', goal ? 'goal' : '', ...fields].filter(
    (part) => part !== '',
  );
  return [...steps, ...(parts.length === 0 ? [] : [`changed: ${parts.join(', ')}`])].join('  ');
};

const standText = (stand: Report['people'][number]): string => {
  const { version, step, runs, to, leaves } = stand;
  const where = leaves === true ? ' -> leaves' : typeof to === 'string' ? ` -> ${to}` : '';
  return `${String(runs).padStart(7)} on ${step ?? '(no step)'}, version ${version}${where}`;
};

const planTexts: Readonly<Record<string, string>> = {
  finish: 'they finish on the version they are on',
  'next-step': 'they move when they reach their next step',
  now: 'they move now',
  exit: 'they leave',
};

const sayJourney = (input: { report: Report; say: Say }): void => {
  const { report, say } = input;
  const { key, differences, people, plan, job } = report;
  const text = differences === undefined ? '' : differencesText(differences);
  if (text !== '') say(`  ${key}: ${text}`);
  if (people.length === 0) return;
  say(`  ${key}: people on other versions; ${planTexts[plan.people] ?? plan.people}`);
  for (const stand of people) say(standText(stand));
  if (job !== undefined) say(`          job ${job.id}; see: ciclo jobs ${job.id}`);
};

/** Says what a publication changed, or would change. */
export const sayPublished = (answer: PublishedAnswer, say: Say): void => {
  if (answer.changes.length === 0) say('Nothing has changed since the last publication.');
  for (const { what, key, change, version } of answer.changes) {
    say(`  ${change.padEnd(8)} ${what} ${key}${version === undefined ? '' : ` (version ${version})`}`);
  }
  for (const report of answer.journeys) sayJourney({ report, say });
  for (const { object, records, message } of answer.records) {
    say(`  ${object}: ${message} (${records} ${records === 1 ? 'record' : 'records'})`);
  }
  for (const { feed, plugin, audience, people, connectorRemoved } of answer.audiences) {
    const who = people === 1 ? '1 person leaves' : `${people} people leave`;
    const but = connectorRemoved ? `; keep the connector ${plugin} until they are gone there` : '';
    say(`  feed ${feed}: ${who} the audience ${audience} of ${plugin}${but}`);
  }
  if (answer.entering > 0) say(`  ${answer.entering} people come in at once.`);
};
