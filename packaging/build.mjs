#!/usr/bin/env node
/*
 * `prepack`: makes `dist/`, which the package holds instead of the TypeScript: JavaScript, the types of what plugin
 * authors import, the workflows as one bundle, and the files that lie beside the code.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** Code starts in these folders; every other one has only what they import. */
const assetEndings = new Set(['.mjs', '.txt', '.json']);

const compile = () => {
  for (const project of ['tsconfig.json', 'tsconfig.types.json']) {
    execFileSync(process.execPath, [tsc, '-p', join(root, 'packaging', project)], {
      cwd: root,
      stdio: 'inherit',
    });
  }
};

/** Files beside the code that was compiled, such as the story of the demo and the hashes of what pip installs. */
const copyAssets = () => {
  for (const folder of readdirSync(dist)) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const from = join(entry.parentPath, entry.name);
      const isAsset = entry.isFile() && assetEndings.has(extname(entry.name)) && !from.includes('fixture');
      if (isAsset) cpSync(from, join(dist, from.slice(root.length)));
    }
  }
};

const bundleWorkflows = async () => {
  const { writeWorkflowBundle } = await import(
    pathToFileURL(join(dist, 'platform', 'workflow-bundle.js')).href
  );
  await writeWorkflowBundle();
};

if (!existsSync(tsc)) throw new Error('TypeScript is missing. Install the development dependencies: npm ci');
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
compile();
copyAssets();
await bundleWorkflows();
execFileSync(process.execPath, [join(root, 'studio', 'build.mjs'), join(dist, 'studio')], {
  cwd: root,
  stdio: 'inherit',
});
