import { expect, it } from 'vitest';

import { parseObject } from '../../../../domain/objects/parse-object.ts';
import { withShipped } from '../../../../domain/objects/shipped.ts';
import { firstExtension, firstObject } from './first-object.ts';

const shipped = withShipped([]);

it.each([
  ['vehicle', 'vehicle'],
  ['drive', 'Test-drive (cars)'],
])('an object that was begun as %s could be published as it is', (key, name) => {
  const checked = parseObject({ text: firstObject({ key, name }), file: `objects/${key}.json`, shipped });
  expect(checked).toMatchObject({ ok: true });
});

it('a file that changes an object of Ciclo begins as that object is', () => {
  const checked = parseObject({ text: firstExtension('deal'), file: 'objects/deal.json', shipped });
  expect(checked).toMatchObject({ ok: true });
});
