import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { builtInPlugins } from '../../plugins/built-in.ts';
import { createSftpFake } from '../../plugins/sftp/fake.ts';
import { adminClient } from '../harness/admin-client.ts';
import type { TestedEngine } from '../harness/engine-verbs.ts';
import { startMemoryEngine } from '../harness/memory-engine.ts';
import { shopFiles } from '../harness/shop.ts';

const account = { user: 'shop', password: 'secret' };

describe('files on a server of SFTP', () => {
  let fake: Awaited<ReturnType<typeof createSftpFake>>;
  let engine: TestedEngine;
  beforeEach(async () => {
    fake = await createSftpFake(account);
    engine = await startMemoryEngine({
      plugins: builtInPlugins,
      env: { CICLO_PLUGIN_DROP: fake.address },
      start: fake.clock.at,
      files: (tenant) =>
        shopFiles({
          tenant,
          files: {},
          settings: {
            plugins: {
              drop: {
                use: 'sftp',
                config: { server: { env: 'CICLO_PLUGIN_DROP' }, hostKey: fake.fingerprint },
              },
            },
            imports: {
              customers: {
                plugin: 'drop',
                folder: 'in',
                files: 'customers-*.csv',
                kind: 'profiles',
                mapping: { 'First name': 'traits.firstName' },
                every: '5 minutes',
                refusedTo: 'refused',
              },
            },
          },
        }),
    });
  });
  afterEach(async () => {
    await engine.close();
    await fake.close();
  });

  const drop = (name: string, text: string) =>
    fake.files.set(`/files/in/${name}`, { bytes: Buffer.from(text), at: fake.clock.at });
  /** Lets time pass in steps of some minutes: what is due within one is done at its end. */
  const pass = async (steps: number, minutes = 3) => {
    for (let step = 0; step < steps; step += 1) await engine.days(minutes / 1440);
  };
  const names = async () => {
    const { body } = await adminClient(engine).call('GET', '/api/profiles');
    return z
      .object({ profiles: z.array(z.looseObject({ traits: z.record(z.string(), z.unknown()) })) })
      .parse(body)
      .profiles.map(({ traits }) => traits['firstName'])
      .toSorted();
  };
  const imports = async () =>
    z
      .object({ imports: z.array(z.looseObject({ kind: z.string(), state: z.string() })) })
      .parse((await adminClient(engine).call('GET', '/api/imports')).body).imports;

  it('are imported once each, those that fit, and again when they were changed', async () => {
    drop('customers-1.csv', 'userId;First name\n1;Ana\n2;Ben\n');
    drop('readme.txt', 'not for us');
    await pass(5);
    expect(await names()).toEqual(['Ana', 'Ben']);
    await pass(3);
    expect(await imports()).toMatchObject([{ kind: 'profiles', state: 'done' }]);
    fake.clock.at += 60_000;
    drop('customers-1.csv', 'userId;First name\n1;Ana\n2;Benito\n');
    await pass(5);
    expect(await names()).toEqual(['Ana', 'Benito']);
    expect(await imports()).toHaveLength(2);
  });

  it('that have rows which are refused bring the others in, and leave a file of those, with line and reason', async () => {
    drop('customers-1.csv', 'userId;First name\n;Ana\n2;Ben\n');
    await pass(5);
    expect(await names()).toEqual(['Ben']);
    const refused = fake.files.get('/files/refused/customers-1.csv')?.bytes.toString() ?? '';
    expect(refused.split('\r\n')[0]).toBe('_line,_reason,userId,First name');
    expect(refused).toMatch(/^2,.*Ana$/m);
    expect(refused).not.toContain('Ben');
  });

  it('that cannot be read as a whole leave a word of what is wrong, and hold nothing up', async () => {
    drop('customers-1.csv', '');
    drop('customers-2.csv', 'userId;First name\n1;Ana\n');
    await pass(7);
    expect(fake.files.get('/files/refused/customers-1.csv.problems.txt')?.bytes.toString()).toContain(
      'has no rows',
    );
    expect(await names()).toEqual(['Ana']);
  });

  it('that are still being written are left until they are the same in two looks', async () => {
    drop('customers-1.csv', 'userId;First name\n1;Ana\n');
    const growing = { bytes: Buffer.from('userId;First name\n1;Ana\n'), at: fake.clock.at };
    fake.files.set('/files/in/customers-1.csv', growing);
    await pass(1, 0.1);
    growing.bytes = Buffer.from('userId;First name\n1;Ana\n2;Ben\n');
    await pass(7);
    expect(await names()).toEqual(['Ana', 'Ben']);
    expect(await imports()).toHaveLength(1);
  });

  it('wait while the server is away, which is said, and are imported once it is back', async () => {
    fake.play('unavailable');
    drop('customers-1.csv', 'userId;First name\n1;Ana\n');
    await pass(2);
    const { body } = await adminClient(engine).call('GET', '/api/plugins');
    expect(JSON.stringify(body)).toContain('sftp-unavailable');
    fake.play('ok');
    await pass(6, 15);
    expect(await names()).toEqual(['Ana']);
    expect(await imports()).toHaveLength(1);
  });
});
