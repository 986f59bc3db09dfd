import { expect, it } from 'vitest';

import { placeOf, setIn } from './file-form.ts';

it('what nobody touched keeps its bytes, whatever is set beside it', () => {
  const before = `{\n\t"name":   "Spring",\n\t"kind" : "percentage", "value": 10,\n\t"code": {"shared":"SPRING"}\n}\n`;
  const text = setIn({ text: before, path: ['limits', 'perPerson'], value: 2 });
  expect(text).toContain(
    '"name":   "Spring",\n\t"kind" : "percentage", "value": 10,\n\t"code": {"shared":"SPRING"}',
  );
  expect(JSON.parse(text)).toMatchObject({ limits: { perPerson: 2 } });
  const more = setIn({ text, path: ['limits', 'total'], value: 50 });
  expect(JSON.parse(more)).toMatchObject({ limits: { perPerson: 2, total: 50 } });
  expect(setIn({ text: more, path: ['limits', 'total'], value: undefined })).toBe(text);
  expect(setIn({ text: before, path: ['stacking', 'group'], value: undefined })).toBe(before);
});

it('a place is named as problems name it', () => {
  expect(placeOf(['limits', 'redeem', 0, 'number'])).toBe('limits.redeem[0].number');
});
