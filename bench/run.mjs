import { loadTypeScript } from '../cli/load-typescript.mjs';

await loadTypeScript();
const { runBenchmarks } = await import('./main.ts');
process.exit(await runBenchmarks({ only: process.argv.slice(2) }));
