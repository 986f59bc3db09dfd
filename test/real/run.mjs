import { loadTypeScript } from '../../cli/load-typescript.mjs';

await loadTypeScript();
const { runRealTests } = await import('./main.ts');
process.exit(await runRealTests({ only: process.argv.slice(2) }));
