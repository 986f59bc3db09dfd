#!/usr/bin/env node
/* `npm run soak -- --minutes 30`: see main.ts. */
import { loadTypeScript } from '../../cli/load-typescript.mjs';

await loadTypeScript();
const { runSoak } = await import('./main.ts');
process.exit(await runSoak(process.argv.slice(2)));
