import { expect, it } from 'vitest';

import { parseProgram } from '../../../../domain/loyalty/parse-program.ts';
import { firstProgram } from './first-program.ts';

it('a programme that was begun could be published as it is', () => {
  const text = firstProgram({ key: 'club', name: 'Club' });
  const checked = parseProgram({ text, file: 'programs/club.json', currency: 'EUR' });
  expect(checked).toMatchObject({ ok: true, warnings: [] });
});
