import colors from 'picocolors';

import { readWorkspace } from '../read-workspace.ts';
import { problemText, type Say } from '../say.ts';
import { buildWorkspace } from '../workspace/build-workspace.ts';

/** `ciclo validate`: every problem of a workspace with file, place and mend; 1 when there is an error. */
export const runValidate = async (input: { dir: string; say: Say }): Promise<number> => {
  const built = await buildWorkspace({ files: await readWorkspace(input.dir) });
  const problems = built.ok ? built.warnings : built.problems;
  for (const problem of problems) input.say(problemText(problem));
  if (!built.ok) {
    const errors = problems.filter((problem) => problem.severity === 'error').length;
    input.say(colors.red(`${errors} ${errors === 1 ? 'error' : 'errors'}. Nothing was published.`));
    return 1;
  }
  const { journeys, messages, rules, segments, offers } = built.value;
  const counts = [
    `${journeys.length} journeys`,
    `${messages.length} messages`,
    `${rules.length} rules`,
    `${segments.length} segments`,
    `${offers.length} offers`,
  ];
  input.say(`${colors.green('Good:')} ${counts.join(', ')}.`);
  return 0;
};
