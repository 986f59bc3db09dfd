import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { walkSteps } from '../../domain/journey/graph.ts';
import { isObject } from '../../domain/json.ts';
import { checkNamedSteps } from '../../domain/simulate/story-names.ts';
import { toPlay } from '../../domain/simulate/to-play.ts';
import { type Environment, loadConfig } from '../../platform/config.ts';
import { freePort } from '../../platform/free-port.ts';
import type { PlayOnEngine } from './run-simulate.ts';
import { engineClient } from '../engine-client.ts';
import { type RunningEngine, startAll } from '../../server/start-all.ts';
import type { Say } from '../../platform/say.ts';
import { playOnAssembled } from './play-on-assembled.ts';

const withoutHoldout = (text: string | undefined): string => {
  const value: unknown = JSON.parse(text ?? '{}');
  return JSON.stringify(isObject(value) ? { ...value, holdout: 0 } : value);
};

/** The files as they are played: as in a story, nobody is held out unless it says so. */
const filesOf = (input: {
  files: Readonly<Record<string, string>>;
  journey: JourneyDefinition;
  holdout: boolean;
}): Readonly<Record<string, string>> => {
  const { files, journey, holdout } = input;
  if (holdout) return files;
  const own = `journeys/${journey.key}.json`;
  return {
    ...files,
    [own]: withoutHoldout(files[own]),
    'ciclo.json': withoutHoldout(files['ciclo.json']),
  };
};

const writeFiles = async (dir: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [file, text] of Object.entries(files)) {
    const path = join(dir, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
};

/** Only this journey takes people in, and those it enrols: a simulation plays it alone. */
const pauseOthers = async (running: RunningEngine, journey: JourneyDefinition): Promise<void> => {
  const { engine, opened } = running.assembled;
  const { tenant } = running;
  const enrolled = [...walkSteps({ steps: journey.steps })].flatMap(
    ({ step, stepType }) => stepType.starts?.(step) ?? [],
  );
  const live = await engine.live.of(tenant);
  for (const key of live.journeys.keys()) {
    if (key === journey.key || enrolled.includes(key)) continue;
    await opened.stores.workspaces.setMode({ tenant, journey: key, mode: 'paused' });
  }
  await engine.live.refresh(tenant);
};

/**
 * Makes what plays a story on the real servers: embedded ones on temporary data, with a mail server of their own, in
 * virtual time. Everything is stopped and removed at the end.
 */
export const createPlayOnEngine =
  (deps: { env: Environment; say: Say }): PlayOnEngine =>
  async ({ journey, files, live, story, person }) => {
    const { env, say } = deps;
    checkNamedSteps({ story, steps: [...walkSteps({ steps: journey.steps })].map(({ step }) => step.id) });
    const dir = await mkdtemp(join(tmpdir(), 'ciclo-simulate-'));
    let running: RunningEngine | undefined;
    try {
      await writeFiles(join(dir, 'workspace'), filesOf({ files, journey, holdout: story.holdout }));
      running = await startAll({
        part: 'all',
        say,
        env: {
          ...env,
          CICLO_TOOLS: loadConfig(env).toolsDir,
          CICLO_DATA: join(dir, 'data'),
          CICLO_WORKSPACE: join(dir, 'workspace'),
          CICLO_DEV_CLOCK: '1',
          PORT: String(await freePort()),
          LOG_LEVEL: 'silent',
          MONGODB_URI: '',
          TEMPORAL_ADDRESS: '',
          SMTP_URL: '',
          PUBLIC_URL: '',
        },
      });
      await pauseOthers(running, journey);
      const { assembled, inbox, url = '', secrets } = running;
      const client = engineClient({ url, apiKey: secrets.apiKey.reveal() });
      const mailOf = (messageId: string) =>
        inbox?.mailbox.list().find((mail) => mail.messageId.includes(messageId));
      const { laterMs, ...played } = await playOnAssembled({
        stage: {
          assembled,
          mailOf,
          suppress: async (body) => {
            await client.call({ path: '/api/suppressions', body });
          },
        },
        told: { journey, live, ...toPlay({ settings: live.published.settings, story, person }) },
      });
      if (laterMs > 0) {
        say(
          'It begins in the past and a clock cannot go back: it was played a year (52 weeks) later, or more.',
        );
      }
      return played;
    } finally {
      await running?.stop();
      await rm(dir, { recursive: true, force: true });
    }
  };
