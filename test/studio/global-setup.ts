import type { TestProject } from 'vitest/node';

import { loadConfig } from '../../platform/config.ts';
import { createOpenStudio } from '../../platform/studio/build-studio.ts';
import { startBrowser } from './browser.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the browser of this run is driven. */
    browser: string;
    /** Where the studio of this run was built. */
    studioTools: string;
  }
}

/** Builds the studio and starts a browser, once for the whole run. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const { toolsDir } = loadConfig(process.env);
  const [browser] = await Promise.all([startBrowser(process.env), createOpenStudio({ toolsDir })()]);
  project.provide('browser', browser.wsEndpoint());
  project.provide('studioTools', toolsDir);
  return () => browser.close();
};
