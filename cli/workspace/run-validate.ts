import colors from 'picocolors';
import { z } from 'zod';

import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { Problem } from '../../domain/problem.ts';
import type { EngineClient } from '../engine-client.ts';
import { readWorkspace } from '../../server/workspace/read-workspace.ts';
import { problemText, type Say } from '../../platform/say.ts';
import { buildInThreads } from '../../server/workspace/build-workspace.ts';

const lintSchema = z.object({
  problems: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(['error', 'warning']),
      step: z.string().optional(),
      path: z.string(),
      message: z.string(),
      hint: z.string(),
    }),
  ),
});

const keyOf = ({ code, path }: Pick<Problem, 'code' | 'path'>): string => JSON.stringify([code, path]);

/** What the running engine doubts about the journeys of a folder, beside the people and events it has. */
export const lintLive = async (input: {
  journeys: readonly JourneyDefinition[];
  client: EngineClient;
  /** What is said already. */
  said: readonly Problem[];
}): Promise<readonly Problem[]> => {
  const found: Problem[] = [];
  for (const definition of input.journeys) {
    const file = `journeys/${definition.key}.json`;
    const path = `/api/journeys/${definition.key}/lint`;
    const { problems } = lintSchema.parse(await input.client.call({ path, body: { definition } }));
    const said = new Set(input.said.filter((one) => one.file === file).map(keyOf));
    for (const { step, ...problem } of problems) {
      if (said.has(keyOf(problem))) continue;
      // What the draft names may be in this folder and not published yet: that is no mistake of it.
      const isUnpublished = problem.severity === 'error';
      found.push({
        ...problem,
        file,
        ...(step === undefined ? {} : { step }),
        ...(isUnpublished
          ? { severity: 'warning', hint: 'Publish it first to look at this journey beside the data.' }
          : {}),
      });
    }
  }
  return found;
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/**
 * `ciclo validate`: every problem of a workspace with file, place and hint; 1 when there is an error. With `live` also
 * what the running engine doubts beside its people and events.
 */
export const runValidate = async (input: {
  dir: string;
  live?: EngineClient | undefined;
  say: Say;
}): Promise<number> => {
  const built = await buildInThreads({ dir: input.dir, files: await readWorkspace(input.dir) });
  const problems = built.ok ? built.warnings : built.problems;
  for (const problem of problems) input.say(problemText(problem));
  if (!built.ok) {
    const errors = problems.filter((problem) => problem.severity === 'error').length;
    input.say(colors.red(`${counted(errors, 'error')}. Nothing was published.`));
    return 1;
  }
  const { journeys, messages, rules, segments, offers, programs, objects } = built.value;
  if (input.live !== undefined) {
    const doubts = await lintLive({ journeys, client: input.live, said: problems });
    for (const problem of doubts) input.say(problemText(problem));
  }
  const counts = [
    counted(journeys.length, 'journey'),
    counted(messages.length, 'message'),
    counted(rules.length, 'rule'),
    counted(segments.length, 'segment'),
    counted(offers.length, 'offer'),
    ...(programs.length === 0 ? [] : [counted(programs.length, 'programme')]),
    ...(objects.length === 0 ? [] : [counted(objects.length, 'object')]),
  ];
  input.say(`${colors.green('Good:')} ${counts.join(', ')} in ${input.dir}.`);
  return 0;
};
