import { join } from 'node:path';

import openapiTS from 'openapi-typescript';
import { expect, it } from 'vitest';

import { createApi } from '../api-for-tests.ts';

const file = join(import.meta.dirname, '..', '..', 'studio', 'api', 'schema.ts');

/** Descriptions are for readers of `/docs`; without them the types change only when the API does. */
const withoutComments = (text: string): string =>
  text.replaceAll(/^\s*\/\*\*(?:.|\n)*?\*\/\n/gm, '').replaceAll(/\n{2,}/g, '\n');

it('the types with which the studio calls the API are those of the API: write them again with `npx vitest run --project pure studio-types -u`', async () => {
  const { app } = await createApi();
  const info = { title: 'Ciclo', version: '0.0.0' };
  const document = JSON.stringify(app.getOpenAPI31Document({ openapi: '3.1.0', info }));
  const types = await openapiTS(JSON.parse(document), { alphabetize: true, exportType: true });
  await expect(withoutComments(types)).toMatchFileSnapshot(file);
});
