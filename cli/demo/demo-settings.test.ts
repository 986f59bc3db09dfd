import { access } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { demoSettings } from './demo-settings.ts';

it('plays the starter workspace wherever it is started, on data of its own', async () => {
  const settings = demoSettings({
    env: { CICLO_DATA: '/elsewhere/data', SMTP_URL: 'smtp://real' },
    port: 4000,
  });
  await access(join(settings['CICLO_WORKSPACE'] ?? '', 'ciclo.json'));
  expect(settings).toMatchObject({ CICLO_DATA: '/elsewhere/data/demo', PORT: '4000', SMTP_URL: '' });
  expect(demoSettings({ env: { CICLO_WORKSPACE: '/mine' }, port: 0 })['CICLO_WORKSPACE']).toBe('/mine');
});
