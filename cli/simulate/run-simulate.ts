import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { LiveWorkspace } from '../../engine/journeys/live-workspace.ts';
import { readyUnpublished } from '../../engine/journeys/publish/unpublished.ts';
import { playStory } from '../../engine/dry-runs/play-story.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { parseStory } from '../../domain/simulate/parse-story.ts';
import type { KnownPerson } from '../../domain/simulate/to-play.ts';
import type { Simulation } from '../../domain/simulate/simulation.ts';
import type { Story } from '../../domain/simulate/story.ts';
import { withEntry } from '../../domain/simulate/with-entry.ts';
import { createPlaysInMemory } from '../../server/memory/plays-in-memory.ts';
import type { EngineClient } from '../engine-client.ts';
import { readText } from '../read-file.ts';
import { problemText, type Say } from '../../platform/say.ts';
import { chosenOutcomes } from './chosen-outcomes.ts';
import { readKnownPerson } from './known-person.ts';
import { simulationLines } from './simulation-lines.ts';
import { journeyIn, loadFolder } from '../../server/workspace/load-folder.ts';

/** Plays a story otherwise than in memory: on the real servers. */
export type PlayOnEngine = (input: {
  journey: JourneyDefinition;
  files: Readonly<Record<string, string>>;
  live: LiveWorkspace;
  story: Story;
  person: KnownPerson | undefined;
}) => Promise<Simulation>;

export type SimulateInput = {
  readonly journey: string;
  readonly dir: string;
  /** A file, or somebody the running engine knows: e-mail, user id, profile id. */
  readonly profile: string;
  readonly events: string | undefined;
  /** `step=outcome` each. */
  readonly choose: readonly string[];
  /** Steps nothing comes for in time. */
  readonly timeout: readonly string[];
  /** Where messages are written as HTML. */
  readonly html: string | undefined;
  readonly json: boolean;
  readonly connect: () => Promise<EngineClient>;
  readonly playOnEngine: PlayOnEngine | undefined;
  readonly say: Say;
};

type File = { readonly text: string; readonly file: string };

const readNamed = async (file: string): Promise<File> => ({ text: await readText(file), file });

const isFile = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Whose story it is: a person out of a file, or one the engine knows. */
const personOf = async (
  input: SimulateInput & { live: LiveWorkspace },
): Promise<{ file: File } | { known: KnownPerson; now: string }> => {
  const { profile, live } = input;
  if (profile.endsWith('.json') || (await isFile(profile))) return { file: await readNamed(profile) };
  const channels = [...live.messages.values()].map((message) => message.compiled.channel);
  const { tenant } = live;
  const { now, ...known } = await readKnownPerson({
    person: profile,
    tenant,
    channels,
    client: await input.connect(),
  });
  return { known, now };
};

const writeHtml = async (input: { simulation: Simulation; dir: string; say: Say }): Promise<void> => {
  const { simulation, dir, say } = input;
  await mkdir(dir, { recursive: true });
  for (const [index, { step, message, html }] of simulation.messages.entries()) {
    if (html === undefined) continue;
    const file = join(dir, `${String(index + 1).padStart(2, '0')}-${step}-${message}.html`);
    await writeFile(file, html);
    say(`Wrote ${file}`);
  }
};

/**
 * `ciclo simulate`: plays a journey for one person on the engine itself, in memory, and sends nothing.
 * Answers 1 when something that was given is not valid.
 */
export const runSimulate = async (input: SimulateInput): Promise<number> => {
  const { say, dir, json } = input;
  const loaded = await loadFolder({ dir, say });
  if (loaded === undefined) return 1;
  const journey = journeyIn({ workspace: loaded.workspace, key: input.journey });
  const live = readyUnpublished(loaded.workspace);
  const whose = await personOf({ ...input, live });
  const parsed = parseStory({
    ...('file' in whose ? { profile: whose.file } : { start: whose.now }),
    ...(input.events === undefined ? {} : { events: await readNamed(input.events) }),
  });
  if (!parsed.ok) {
    for (const problem of parsed.problems) say(problemText(problem));
    return 1;
  }
  const person = 'known' in whose ? whose.known : undefined;
  const { choose: wanted, timeout } = input;
  const choose = { ...parsed.value.choose, ...chosenOutcomes({ journey, choose: wanted, timeout }) };
  const told = { ...parsed.value, ...(Object.keys(choose).length === 0 ? {} : { choose }) };
  const story =
    input.events === undefined ? withEntry({ story: told, journey, history: person?.history }) : told;
  const play = { journey, live, story, ...(person === undefined ? {} : { person }) };
  const simulation =
    input.playOnEngine === undefined
      ? await playStory({ ...play, playPeople: createPlaysInMemory() })
      : await input.playOnEngine({ ...play, person, files: loaded.files });
  if (json) say(JSON.stringify(simulation, null, 2));
  else {
    const zone = live.published.settings.timezone;
    for (const line of simulationLines({ simulation, journey, zone, withTexts: true })) say(line);
  }
  if (input.html !== undefined)
    await writeHtml({ simulation, dir: input.html, say: json ? () => undefined : say });
  return 0;
};
