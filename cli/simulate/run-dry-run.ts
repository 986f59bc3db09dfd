import colors from 'picocolors';
import { z } from 'zod';

import { addPriced } from '../../domain/dry-run/price-costs.ts';
import { addCounts, addTotals } from '../../domain/dry-run/tally.ts';
import type { EngineClient } from '../engine-client.ts';
import { type Say, table } from '../../platform/say.ts';
import { costsSchema, tellCosts } from './tell-costs.ts';
import { journeyIn, loadFolder } from '../../server/workspace/load-folder.ts';

const counts = z.record(z.string(), z.number());
const partSchema = z.object({
  from: z.string(),
  until: z.string(),
  total: z.number().optional(),
  people: z.number(),
  entered: z.number(),
  runs: z.number(),
  heldOut: z.number(),
  refused: counts,
  outcomes: counts,
  waiting: z.number(),
  converted: z.number(),
  value: z.number(),
  messages: counts,
  days: counts,
  missed: counts,
  cut: z.number(),
  steps: z.array(z.object({ step: z.string(), type: z.string(), runs: z.number(), decisions: counts })),
  offers: z.array(z.object({ offer: z.string(), needed: z.number(), left: z.number().nullable() })),
  costs: costsSchema,
  told: z
    .array(
      z.object({
        profileId: z.string(),
        runs: z.array(
          z.object({
            key: z.string(),
            enteredAt: z.string(),
            outcome: z.string().nullable(),
            waitingAt: z.string().nullable(),
            converted: z.boolean(),
            value: z.number().optional(),
            messages: z.array(z.object({ at: z.string(), message: z.string(), subject: z.string() })),
          }),
        ),
      }),
    )
    .optional(),
  next: z.string().optional(),
});
type Part = z.infer<typeof partSchema>;

/** Two parts of one dry run as one. */
const join = (one: Part, two: Part): Part => ({
  ...one,
  ...addTotals(one, two),
  missed: addCounts(one.missed, two.missed),
  steps: one.steps.map((step, index) => ({
    ...step,
    runs: step.runs + (two.steps[index]?.runs ?? 0),
    decisions: addCounts(step.decisions, two.steps[index]?.decisions ?? {}),
  })),
  offers: one.offers.map((offer, index) => ({
    ...offer,
    needed: offer.needed + (two.offers[index]?.needed ?? 0),
  })),
  costs: addPriced(one.costs, two.costs),
  ...(one.told === undefined ? {} : { told: [...one.told, ...(two.told ?? [])] }),
  next: two.next,
});

export type DryRunCommand = {
  readonly what: 'dry-run' | 'replay';
  readonly journey: string;
  /** The workspace whose draft is tried; the published version unless given. */
  readonly dir: string | undefined;
  readonly days: number;
  readonly sample: number;
  readonly json: boolean;
  readonly client: EngineClient;
  readonly say: Say;
};

const readParts = async (input: DryRunCommand & { definition: unknown }): Promise<Part> => {
  const { what, journey, days, sample, client, definition } = input;
  const path = `/api/journeys/${encodeURIComponent(journey)}/${what}`;
  let all: Part | undefined;
  for (;;) {
    const left = sample - (all?.people ?? 0);
    const cursor = all?.next === undefined ? {} : { cursor: all.next };
    const body = { days, sample: left, ...cursor, ...(definition === undefined ? {} : { definition }) };
    const part = partSchema.parse(await client.call({ path, body }));
    all = all === undefined ? part : join(all, part);
    if (part.next === undefined || all.people >= sample) return all;
  }
};

const listed = (given: Readonly<Record<string, number>>): string =>
  Object.entries(given)
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

const tellPeople = (input: { part: Part; say: Say }): void => {
  const { part, say } = input;
  const { people, total = people } = part;
  say(
    people < total
      ? `${people} of ${total} people were played; the numbers are of these ${people}.`
      : `All ${total} people were played.`,
  );
  say(`${colors.bold(String(part.entered))} would enter (${part.runs} runs, ${part.heldOut} held out).`);
  const refused = listed(part.refused);
  if (refused !== '') say(`Not entered: ${refused}.`);
  const outcomes = listed({ ...part.outcomes, 'still inside': part.waiting });
  if (outcomes !== '') say(`How it ends: ${outcomes}.`);
  if (part.converted > 0) say(`Converted: ${part.converted} (${Math.round(part.value * 100) / 100}).`);
  const missed = listed({
    'opted out': part.missed['optedOut'] ?? 0,
    suppressed: part.missed['suppressed'] ?? 0,
    'held back by a cap': part.missed['capped'] ?? 0,
    unreachable: part.missed['unreachable'] ?? 0,
  });
  if (missed !== '') say(`People who miss a message: ${missed}.`);
  if (part.cut > 0) say(colors.red(`For ${part.cut} people something goes on forever.`));
};

const tellTables = (input: { part: Part; say: Say }): void => {
  const { part, say } = input;
  say('');
  say(
    table({
      head: ['step', 'type', 'runs', 'decided'],
      rows: part.steps.map(({ step, type, runs, decisions }) => [step, type, runs, listed(decisions)]),
    }),
  );
  const days = Object.entries(part.days).toSorted(([a], [b]) => a.localeCompare(b));
  if (days.length > 0) {
    say('');
    say(table({ head: ['day', 'messages'], rows: days }));
  }
  for (const { offer, needed, left } of part.offers) {
    const expected = Math.round((needed * (part.total ?? part.people)) / Math.max(1, part.people));
    const text = `Coupons of ${offer}: ${needed} needed${expected > needed ? `, ${expected} for everybody` : ''}, ${left ?? 'any number'} left.`;
    say(left !== null && expected > left ? colors.red(text) : text);
  }
};

const toldMax = 20;

const tellRuns = (input: { part: Part; say: Say }): void => {
  const { part, say } = input;
  const all = part.told ?? [];
  if (all.length > 0) say('');
  for (const { profileId, runs } of all.slice(0, toldMax)) {
    for (const run of runs) {
      const about = run.key === '' ? '' : ` (${run.key})`;
      const end = run.outcome ?? `waits at ${run.waitingAt ?? '?'}`;
      const worth = run.converted ? `, converted${run.value === undefined ? '' : ` (${run.value})`}` : '';
      say(`${run.enteredAt.slice(0, 16).replace('T', ' ')}  ${profileId}${about}: ${end}${worth}`);
      for (const { at, message, subject } of run.messages) {
        say(
          `    ${at.slice(0, 16).replace('T', ' ')}  ${colors.green(`✉ ${message}`)} ${colors.dim(subject)}`,
        );
      }
    }
  }
  if (all.length > toldMax) say(`... and ${all.length - toldMax} more people; --json tells of all.`);
};

/**
 * `ciclo dry-run` and `ciclo replay`: what a journey would do with the people there are, or would have done with what
 * happened. Nothing is sent and nothing is written.
 */
export const runDryRun = async (input: DryRunCommand): Promise<number> => {
  const { dir, say, journey } = input;
  const loaded = dir === undefined ? undefined : await loadFolder({ dir, say });
  if (dir !== undefined && loaded === undefined) return 1;
  const definition =
    loaded === undefined ? undefined : journeyIn({ workspace: loaded.workspace, key: journey });
  const part = await readParts({ ...input, definition });
  if (input.json) {
    say(JSON.stringify(part, null, 2));
    return 0;
  }
  say(
    colors.bold(
      `${journey}: ${input.what === 'replay' ? 'what would have happened' : 'what would happen'}, by the days ${part.from.slice(0, 10)} to ${part.until.slice(0, 10)}`,
    ),
  );
  tellPeople({ part, say });
  tellTables({ part, say });
  tellCosts({ costs: part.costs, say });
  if (input.what === 'replay') tellRuns({ part, say });
  return 0;
};
