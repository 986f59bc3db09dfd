/* Builds the studio: `node studio/build.mjs FOLDER`. The engine and the packaging run it. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

const [outDir] = process.argv.slice(2);
if (outDir === undefined) throw new Error('Name the folder to build into.');
// Anyone who starts this may be under development or test; what is built never is.
process.env['NODE_ENV'] = 'production';
const { build } = await import('vite');
await rm(outDir, { recursive: true, force: true });
await build({
  configFile: join(import.meta.dirname, 'vite.config.ts'),
  logLevel: 'warn',
  build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 4000 },
});
