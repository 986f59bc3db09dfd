import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Imports a module of Ciclo, named without its ending: its TypeScript in a checkout, else what the package holds of it.
 * In a checkout, what is missing is installed first.
 */
export const importCode = async (address) => {
  const source = new URL(`${address.href}.ts`);
  if (!existsSync(fileURLToPath(source))) return import(`${address.href}.js`);
  const { loadTypeScript } = await import('./load-typescript.mjs');
  await loadTypeScript();
  return import(source.href);
};
