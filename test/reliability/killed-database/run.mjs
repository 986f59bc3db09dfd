#!/usr/bin/env node
/* `npm run test:killed-database -- --kills 5 --seconds 2`: see main.ts. */
import { loadTypeScript } from '../../../cli/load-typescript.mjs';

await loadTypeScript();
const { runKilledDatabase } = await import('./main.ts');
process.exit(await runKilledDatabase(process.argv.slice(2)));
