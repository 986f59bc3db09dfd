import { registerTypeScript } from '../platform/register-typescript.mjs';
import { ensureInstalled } from './ensure-installed.mjs';

/** Makes this process able to import the project's TypeScript, installing what is missing first. */
export const loadTypeScript = async () => {
  ensureInstalled();
  await registerTypeScript();
};
