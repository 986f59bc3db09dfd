import { z } from 'zod';

import { CicloError } from '../../domain/errors.ts';
import type { EngineClient } from '../engine-client.ts';
import { readWorkspace } from '../../server/workspace/read-workspace.ts';

const publishedSchema = z.looseObject({ revision: z.number(), changes: z.array(z.unknown()) });

type Files = Readonly<Record<string, string>>;

/** How the folder differs from what the engine runs; undefined where the engine does not take it. */
const compare = async (input: { files: Files; client: EngineClient }): Promise<string | undefined> => {
  const { files, client } = input;
  try {
    const body = { files, plan: {} };
    const answer = await client.call({ path: '/api/workspace?dryRun=1', method: 'PUT', body });
    const { changes } = publishedSchema.parse(answer);
    return changes.length === 0
      ? 'the engine runs it as it is'
      : `${changes.length} changes are not published; see: ciclo publish --dry-run`;
  } catch (thrown) {
    if (!(thrown instanceof CicloError)) throw thrown;
    return undefined;
  }
};

/** What `ciclo doctor` says of a workspace folder, beside what the engine runs where there is one. Throws what is wrong. */
export const lookAtWorkspace = async (input: {
  dir: string;
  client: EngineClient | undefined;
}): Promise<string> => {
  const { dir, client } = input;
  const files = await readWorkspace(dir);
  // The engine compiled it before, so its word comes at once.
  const compared = client === undefined ? undefined : await compare({ files, client });
  if (compared !== undefined) return `${dir}: ${compared}`;
  const { buildInThreads } = await import('../../server/workspace/build-workspace.ts');
  const built = await buildInThreads({ dir, files });
  if (!built.ok) throw new Error(`${dir}: ${built.problems.length} problems; see: ciclo validate ${dir}`);
  const other = client === undefined ? '' : '; the engine runs another one';
  return `${dir}: ${built.value.journeys.length} journeys, ${built.warnings.length} warnings${other}`;
};
