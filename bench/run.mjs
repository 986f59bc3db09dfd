import { ensureInstalled } from '../cli/ensure-installed.mjs';

ensureInstalled();
const { register } = await import('tsx/esm/api');
register();
const { runBenchmarks } = await import('./main.ts');
process.exit(await runBenchmarks({ only: process.argv.slice(2) }));
