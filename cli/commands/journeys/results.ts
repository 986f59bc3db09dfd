import colors from 'picocolors';
import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import type { Say } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';

const resultSchema = z.looseObject({
  step: z.string().nullable(),
  versions: z.array(z.number()),
  isCurrent: z.boolean(),
  metric: z.looseObject({ on: z.string(), within: z.string() }),
  text: z.array(z.string()),
});
type Shown = z.infer<typeof resultSchema>;

const experimentsSchema = z.object({ experiments: z.array(resultSchema) });
const liftSchema = z.object({ holdouts: z.array(resultSchema), everything: resultSchema.optional() });

const versionsOf = ({ versions, isCurrent }: Shown): string => {
  const span =
    versions.length > 1 ? `versions ${versions.at(-1)} to ${versions[0]}` : `version ${versions[0]}`;
  return isCurrent ? span : `${span}, no longer published`;
};

const show = (input: { title: string; result: Shown; say: Say }): void => {
  const { title, result, say } = input;
  const { on, within } = result.metric;
  const [verdict = '', ...rest] = result.text;
  const of = result.versions.length === 0 ? '' : `, ${versionsOf(result)}`;
  say(`${colors.bold(title)} ${colors.dim(`(“${on}” within ${within}${of})`)}`);
  say(`  ${colors.cyan(verdict)}`);
  for (const line of rest) say(`  ${line}`);
  say('');
};

/** `ciclo results <journey>`: what its experiments and holdouts show, in plain words. */
export const runResults = async (input: {
  journey: string;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { client, say } = input;
  const path = `/api/journeys/${encodeURIComponent(input.journey)}`;
  const { experiments } = experimentsSchema.parse(await client.call({ path: `${path}/experiments` }));
  const { holdouts, everything } = liftSchema.parse(await client.call({ path: `${path}/lift` }));
  for (const result of experiments) {
    show({ title: `Experiment “${result.step ?? ''}”`, result, say });
  }
  for (const result of holdouts) show({ title: 'With the journey, against without', result, say });
  if (everything !== undefined) {
    show({ title: 'With any marketing, against none', result: everything, say });
  }
  if (experiments.length + holdouts.length === 0 && everything === undefined) {
    say(`${input.journey} has no experiment and no holdout, so there is nothing to compare.`);
  }
  return 0;
};

/** `ciclo results`. */
export const resultsCommand: CommandDefinition = {
  usage: 'results <journey>',
  summary: 'what the experiments and holdouts of a journey show',
  group: 'Journeys',
  examples: ['ciclo results cart-recovery'],
  build: ({ command, act, connect, say }) =>
    command.action(act(async (journey: string) => runResults({ journey, client: await connect(), say }))),
};
