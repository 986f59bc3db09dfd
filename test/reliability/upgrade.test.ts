import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { createEngineProcess, type EngineProcess } from '../harness/engine-process.ts';
import { startTestEngine, type TestEngine } from '../harness/engine.ts';
import { shopFiles } from '../harness/shop.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

/** The commit of the other version, on the packages of today: `CICLO_UPGRADE_FROM=HEAD~1 npx vitest run upgrade`. */
const from = process.env['CICLO_UPGRADE_FROM'] ?? '';

const mail = (id: string, message: string) => ({ id, type: 'send', channel: 'email', message });

const filesOf = (tenant: string) =>
  shopFiles({
    tenant,
    // What the former version knows: a start publishes the workspace, and a field it does not know is refused.
    settings: { brand: undefined },
    files: {
      'journeys/long.json': {
        key: 'long',
        name: 'Waits for a time and for an event',
        stage: 'retention',
        entry: { on: 'Started', again: 'never' },
        steps: [
          { id: 'first', type: 'wait', for: '1 second' },
          mail('one', 'welcome'),
          {
            id: 'go',
            type: 'wait-for',
            timeout: '30 days',
            events: [{ on: 'Go', then: [{ id: 'point', type: 'points', by: 1, reason: 'it went on' }] }],
          },
          { id: 'second', type: 'wait', for: '1 second' },
          mail('two', 'welcome-tips'),
        ],
      },
    },
  });

describe.skipIf(from === '')(`a worker of ${from} beside one of today`, { timeout: 300_000 }, () => {
  let checkout: string;
  let engine: TestEngine;
  let former: EngineProcess;
  let present: EngineProcess;

  beforeAll(async () => {
    checkout = await mkdtemp(join(tmpdir(), 'ciclo-former-'));
    const archive = join(checkout, 'former.tar');
    await run('git', ['archive', '--output', archive, from], { cwd: root });
    await run('tar', ['-xf', archive, '-C', checkout]);
    await mkdir(join(checkout, '.ciclo'));
    await symlink(join(root, 'node_modules'), join(checkout, 'node_modules'));
    engine = await startTestEngine({ files: filesOf, withWorker: false });
    const env = {
      MONGODB_URI: engine.mongoUri,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      SMTP_URL: engine.mail.url,
      CICLO_NO_INSTALL: '1',
    };
    const files = await filesOf(engine.tenant);
    former = await createEngineProcess({ part: 'worker', files, env, checkout });
    present = await createEngineProcess({ part: 'worker', files, env });
  });

  afterAll(async () => {
    await former.close();
    await present.close();
    await engine.close();
    await rm(checkout, { recursive: true, force: true });
  });

  const people = Array.from({ length: 12 }, (_, n) => `person-${n}`);
  const patience = { interval: 100 };
  const standing = async (): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const { outcome, step } of await engine.opened.stores.runReads.runs({
      tenant: engine.tenant,
      limit: 100,
    })) {
      const where = outcome ?? step ?? '';
      counts[where] = (counts[where] ?? 0) + 1;
    }
    return counts;
  };
  const letGo = async (who: readonly string[]): Promise<void> => {
    for (const person of who) await engine.track(person, 'Go');
  };

  it('carries its runs, hands them over and takes them back; nobody is lost and nothing is sent twice', async () => {
    await former.start();
    for (const person of people) {
      await engine.customer(person);
      await engine.track(person, 'Started');
    }
    await expect.poll(standing, patience).toEqual({ go: 12 });
    // Side by side, as while processes are replaced one after the other.
    await present.start();
    await letGo(people.slice(0, 6));
    await expect.poll(standing, patience).toEqual({ go: 6, completed: 6 });
    // The former is gone.
    await former.kill();
    await letGo(people.slice(6, 9));
    await expect.poll(standing, patience).toEqual({ go: 3, completed: 9 });
    // And back again, where the new version does not please.
    await present.kill();
    await former.start();
    await letGo(people.slice(9));
    await expect.poll(standing, patience).toEqual({ completed: 12 });
    for (const person of people) expect(engine.mail.to(`${person}@example.com`)).toHaveLength(2);
    const profiles = await engine.opened.stores.peopleReads.profiles({ tenant: engine.tenant, limit: 50 });
    expect(profiles.map(({ points }) => points)).toEqual(people.map(() => 1));
  });
});
