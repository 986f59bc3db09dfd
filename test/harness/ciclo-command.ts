import { stripVTControlCharacters } from 'node:util';

import { engineClient } from '../../cli/engine-client.ts';
import { createProgram } from '../../cli/program.ts';
import { createStrayErrors } from '../../platform/stray-errors.ts';
import { loadConfig } from '../../platform/config.ts';
import type { TestedEngine } from './engine-verbs.ts';

/** Makes `ciclo <words>` against an engine under test: its exit code, and what it says without colours. */
export const cicloOn =
  (engine: Pick<TestedEngine, 'url' | 'keys'>) =>
  async (words: readonly string[]): Promise<{ readonly code: number; readonly said: string }> => {
    const lines: string[] = [];
    const say = (line: string): number => lines.push(stripVTControlCharacters(line));
    const { run } = createProgram({
      env: {},
      say,
      config: () => loadConfig({}),
      connect: async () => engineClient({ url: engine.url, apiKey: engine.keys.api }),
      strays: createStrayErrors(),
      version: '0',
      output: { writeErr: say },
    });
    const code = await run(words);
    return { code, said: lines.join('\n') };
  };
