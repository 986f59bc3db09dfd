import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import chromium from '@sparticuz/chromium';
import { type BrowserServer, chromium as driver } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'headless_shell'];

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The browser: `CHROMIUM_PATH`, else one on PATH, else the one that npm brings. */
const browserPath = async (env: NodeJS.ProcessEnv): Promise<string> => {
  const named = env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return named;
  const folders = (env['PATH'] ?? '').split(delimiter);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram);
  return onPath ?? chromium.executablePath();
};

/**
 * Starts a browser that test files connect to. It runs as root and in containers: without the sandbox, and without shared memory.
 */
export const startBrowser = async (env: NodeJS.ProcessEnv): Promise<BrowserServer> =>
  driver.launchServer({
    executablePath: await browserPath(env),
    headless: true,
    chromiumSandbox: false,
    args: ['--disable-dev-shm-usage', '--disable-gpu', '--no-zygote', '--font-render-hinting=none'],
  });
