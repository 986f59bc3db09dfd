import colors from 'picocolors';

import { keyOfTestFile } from '../../domain/documents/test-file.ts';
import { CicloError } from '../../domain/errors.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { LiveWorkspace } from '../../engine/journeys/live-workspace.ts';
import { readyUnpublished } from '../../engine/journeys/publish/unpublished.ts';
import type { PlayPeople } from '../../engine/dry-runs/play-people.ts';
import { runJourneyTest } from '../../engine/dry-runs/run-journey-test.ts';
import { type JourneyTest, parseJourneyTest } from '../../domain/simulate/journey-test.ts';
import type { Difference } from '../../domain/simulate/differences.ts';
import type { Simulation } from '../../domain/simulate/simulation.ts';
import { sortFiles } from '../../domain/workspace/workspace-files.ts';
import { createPlaysInMemory } from '../../server/memory/plays-in-memory.ts';
import type { Say } from '../../platform/say.ts';
import { runObjectTests, type PlayedStory } from './run-object-tests.ts';
import { messageDiff } from './expected-lines.ts';
import { simulationLines } from './simulation-lines.ts';
import { journeyIn, type LoadedFolder, loadFolder } from '../../server/workspace/load-folder.ts';

type Suite = { readonly journey: JourneyDefinition; readonly tests: readonly JourneyTest[] };

type Ran = {
  readonly journey: JourneyDefinition;
  readonly test: JourneyTest;
  readonly differences: readonly Difference[];
  /** Undefined when it could not be played. */
  readonly simulation: Simulation | undefined;
};

const suitesOf = (input: LoadedFolder & { journey: string | undefined }): readonly Suite[] => {
  const { workspace, files, journey: only } = input;
  const wanted = only === undefined ? undefined : journeyIn({ workspace, key: only }).key;
  return sortFiles(files).journeyTests.flatMap((file): Suite[] => {
    const key = keyOfTestFile(file.file);
    const journey = workspace.journeys.find((one) => one.key === key);
    const parsed = parseJourneyTest(file);
    if (journey === undefined || !parsed.ok || (wanted !== undefined && wanted !== key)) return [];
    return [{ journey, tests: parsed.value.tests }];
  });
};

const runOne = async (input: {
  journey: JourneyDefinition;
  test: JourneyTest;
  live: LiveWorkspace;
  playPeople: PlayPeople;
}): Promise<Ran> => {
  const { journey, test } = input;
  try {
    const { differences, simulation } = await runJourneyTest(input);
    return { journey, test, differences, simulation };
  } catch (thrown) {
    if (!(thrown instanceof CicloError) || thrown.code !== 'invalid-input') throw thrown;
    const { message } = thrown;
    const differences = [{ path: 'choose', expected: null, actual: null, message }];
    return { journey, test, differences, simulation: undefined };
  }
};

const tell = (input: { ran: Ran; zone: string; say: Say }): void => {
  const { ran, zone, say } = input;
  const { test, differences, simulation, journey } = ran;
  if (differences.length === 0) {
    say(`  ${colors.green('✓')} ${test.name}`);
    return;
  }
  say(`  ${colors.red('✗')} ${colors.bold(test.name)}`);
  for (const difference of differences) say(`      ${difference.message}`);
  if (simulation === undefined) return;
  const diff = messageDiff({ test, simulation, differences, zone });
  if (diff.length > 0) {
    say(`      ${colors.dim('messages:')} ${colors.red('- expected')} ${colors.green('+ got')}`);
    for (const line of diff) say(`        ${line}`);
  }
  say(`      ${colors.dim('what happened:')}`);
  for (const line of simulationLines({ simulation, journey, zone })) say(`        ${line}`);
};

const toJson = (ran: Ran) => ({
  journey: ran.journey.key,
  name: ran.test.name,
  passed: ran.differences.length === 0,
  differences: ran.differences,
  messages: (ran.simulation?.messages ?? []).map(({ at, message, channel, subject, step }) => ({
    at: new Date(at).toISOString(),
    message,
    channel,
    step,
    subject,
  })),
  runs: (ran.simulation?.runs ?? []).map(({ entryKey, outcome, converted, value }) => ({
    key: entryKey,
    outcome,
    converted,
    value,
  })),
});

const storyJson = ({ object, name, differences }: PlayedStory) => ({
  object,
  name,
  passed: differences.length === 0,
  differences,
});

/**
 * `ciclo test`: plays the stories of the test files beside the journeys and the objects, and tells where what happens is not
 * what they expect. 1 when one of them failed, or the workspace has errors.
 */
export const runJourneyTests = async (input: {
  dir: string;
  journey: string | undefined;
  json: boolean;
  say: Say;
}): Promise<number> => {
  const { say, json } = input;
  const loaded = await loadFolder(input);
  if (loaded === undefined) return 1;
  const live = readyUnpublished(loaded.workspace);
  const playPeople = createPlaysInMemory();
  const all: Ran[] = [];
  for (const { journey, tests } of suitesOf({ ...loaded, journey: input.journey })) {
    if (!json) say(colors.bold(journey.key));
    for (const test of tests) {
      const ran = await runOne({ journey, test, live, playPeople });
      all.push(ran);
      if (!json) tell({ ran, zone: loaded.workspace.settings.timezone, say });
    }
  }
  const told: Say = json ? () => undefined : say;
  const stories = input.journey === undefined ? await runObjectTests({ ...loaded, say: told }) : [];
  const count = all.length + stories.length;
  const failed = [...all, ...stories].filter((ran) => ran.differences.length > 0).length;
  const passed = count - failed;
  if (json)
    say(JSON.stringify({ passed, failed, tests: [...all.map(toJson), ...stories.map(storyJson)] }, null, 2));
  else if (count === 0) say('There are no tests: write journeys/<key>.test.json beside a journey.');
  else say(`${passed} passed, ${failed === 0 ? '0 failed' : colors.red(`${failed} failed`)}`);
  return failed === 0 ? 0 : 1;
};
