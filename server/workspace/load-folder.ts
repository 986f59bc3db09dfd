import { suggest } from '../../domain/documents/nearest.ts';
import { CicloError } from '../../domain/errors.ts';
import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import type { Workspace } from '../../domain/workspace/parse-workspace.ts';
import { readWorkspace } from './read-workspace.ts';
import { problemText, type Say } from '../../platform/say.ts';
import { buildFolder } from './build-workspace.ts';

/** A workspace folder that passed every check, with the texts of its files. */
export type LoadedFolder = {
  readonly workspace: Workspace;
  readonly files: Readonly<Record<string, string>>;
};

/** Reads and checks a folder; undefined when it has errors, which are told. */
export const loadFolder = async (input: { dir: string; say: Say }): Promise<LoadedFolder | undefined> => {
  const files = await readWorkspace(input.dir);
  const built = await buildFolder({ dir: input.dir, files });
  if (built.ok) return { workspace: built.value, files };
  for (const problem of built.problems) input.say(problemText(problem));
  return undefined;
};

/** The journey of a key. Throws `not-found` with the nearest one there is. */
export const journeyIn = (input: { workspace: Workspace; key: string }): JourneyDefinition => {
  const { workspace, key } = input;
  const found = workspace.journeys.find((journey) => journey.key === key);
  if (found !== undefined) return found;
  const known = workspace.journeys.map((journey) => journey.key);
  const hint = suggest({ word: key, known, none: 'The workspace has none.' });
  throw new CicloError({ code: 'not-found', message: `There is no journey \`${key}\`. ${hint}` });
};
