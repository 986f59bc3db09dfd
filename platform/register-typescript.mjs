import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Makes this thread able to import the project's TypeScript. The compiler settings are the project's own, whatever
 * folder the command was started in.
 */
export const registerTypeScript = async () => {
  const { register } = await import('tsx/esm/api');
  register({ tsconfig: join(root, 'tsconfig.json') });
};
