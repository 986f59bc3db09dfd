import type { Command } from 'commander';

import { type Environment, loadConfig } from '../platform/config.ts';
import { steeringBodies } from '../domain/jobs/steering.ts';
import { CicloError } from '../domain/errors.ts';
import { connectEngine } from './engine-client.ts';
import type { Say } from './say.ts';

type Adding = { program: Command; env: Environment; say: Say; ran: { code: number } };

const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];

const toNumber = (text: string): number => {
  const number = Number(text);
  if (Number.isFinite(number)) return number;
  throw new CicloError({ code: 'invalid-input', message: `"${text}" is not a number.` });
};

/** What was given, without the rest. */
const given = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** `ciclo publish`. */
export const addPublish = (input: Adding): void => {
  const { program, env, say, ran } = input;
  program
    .command('publish [folder]')
    .description('put a workspace in force on the running engine')
    .option('--dry-run', 'only say what would change')
    .option(
      '--plan <journey=what>',
      'what becomes of the people inside: finish, next-step, now, exit:<outcome>; or a .json file',
      collect,
      [],
    )
    .option('--map <step=step>', 'where those on a step go, where it has another name', collect, [])
    .option('--expect <people>', 'how many people come in at once, where the launch guard asks', toNumber)
    .action(
      async (
        folder: string | undefined,
        options: { dryRun?: boolean; plan: readonly string[]; map: readonly string[]; expect?: number },
      ) => {
        const { runPublish } = await import('./commands/publish.ts');
        const config = loadConfig(env);
        ran.code = await runPublish({
          dir: folder ?? config.workspaceDir,
          client: await connectEngine(config),
          dryRun: options.dryRun ?? false,
          plans: options.plan,
          maps: options.map,
          expect: options.expect,
          say,
        });
      },
    );
};

type JourneyOptions = {
  policy?: string;
  entries?: string;
  outcome?: string;
  reason?: string;
  rate?: number;
  expect?: number;
  dryRun?: boolean;
};

const addJourney = (input: Adding): void => {
  const { program, env, say, ran } = input;
  program
    .command('journey <key> <how>')
    .description('pause, resume-entries, freeze, resume, drain or stop a journey')
    .option('--policy <policy>', 'of resume: shift (unless said), catch-up or skip')
    .option('--entries <what>', 'of freeze: hold those who would come in (unless said), or refuse them')
    .option('--outcome <outcome>', 'of stop: how the runs end')
    .option('--reason <text>', 'why')
    .option('--rate <people>', 'people a second at the most', toNumber)
    .option('--expect <people>', 'how many people come in, where the launch guard asks', toNumber)
    .option('--dry-run', 'only say how many people it would concern')
    .action(async (key: string, how: string, options: JourneyOptions) => {
      const { runJourney } = await import('./commands/journey.ts');
      if (!(how in steeringBodies)) {
        const known = Object.keys(steeringBodies).join(', ');
        throw new CicloError({ code: 'invalid-input', message: `"${how}" is none of ${known}.` });
      }
      const { dryRun = false, ...said } = options;
      const client = await connectEngine(loadConfig(env));
      ran.code = await runJourney({ key, how, body: given(said), dryRun, client, say });
    });
};

type BulkOptions = {
  journey: string;
  onVersion?: number;
  step?: string;
  segment?: string;
  enteredAfter?: string;
  enteredBefore?: string;
  result?: string;
  outcome?: string;
  reason?: string;
  policy?: string;
  rate?: number;
  dryRun?: boolean;
};

const resultOf = (text: string | undefined): { step: string; is: string } | undefined => {
  if (text === undefined) return undefined;
  const [step = '', is = ''] = text.split('=');
  return { step, is };
};

const instantOf = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) {
    throw new CicloError({ code: 'invalid-input', message: `"${text}" is not a date: write 2026-05-01.` });
  }
  return new Date(at).toISOString();
};

const addRuns = (input: Adding): void => {
  const { program, env, say, ran } = input;
  program
    .command('runs <what> [step]')
    .description('move (to a step), skip, restart, exit, freeze or resume many people of a journey')
    .requiredOption('--journey <key>', 'the journey they are in')
    .option('--on-version <number>', 'only those on this version', toNumber)
    .option('--step <id>', 'only those on this step')
    .option('--segment <key>', 'only members of this segment')
    .option('--entered-after <date>', 'only who came in at or after this')
    .option('--entered-before <date>', 'only who came in before this')
    .option('--result <step=how>', 'only those for whom a step came out so: remind=skipped')
    .option('--outcome <outcome>', 'of exit: how the runs end')
    .option('--reason <text>', 'of exit: why')
    .option('--policy <policy>', 'of resume: shift (unless said), catch-up or skip')
    .option('--rate <people>', 'people a second at the most', toNumber)
    .option('--dry-run', 'only say how many people it would concern')
    .action(async (what: string, step: string | undefined, options: BulkOptions) => {
      const { runBulk } = await import('./commands/jobs.ts');
      const { journey, onVersion: version, segment, outcome, reason, policy, rate, dryRun = false } = options;
      ran.code = await runBulk({
        action: given({ kind: what, to: step, outcome, reason, policy }),
        who: given({
          journey,
          version,
          step: options.step,
          segment,
          enteredAfter: instantOf(options.enteredAfter),
          enteredBefore: instantOf(options.enteredBefore),
          result: resultOf(options.result),
        }),
        rate,
        dryRun,
        client: await connectEngine(loadConfig(env)),
        say,
      });
    });
};

const addJobs = (input: Adding): void => {
  const { program, env, say, ran } = input;
  program
    .command('jobs [id]')
    .description('operations on many people, and how far they have come')
    .option('--cancel', 'end it where it is')
    .option('--rate <people>', 'people a second at the most', toNumber)
    .action(async (id: string | undefined, options: { cancel?: boolean; rate?: number }) => {
      const { runJobs } = await import('./commands/jobs.ts');
      const { cancel = false, rate } = options;
      ran.code = await runJobs({ id, cancel, rate, client: await connectEngine(loadConfig(env)), say });
    });
};

/** The commands that change journeys while people are in them. */
export const addChangeCommands = (input: Adding): void => {
  addJourney(input);
  addRuns(input);
  addJobs(input);
};
