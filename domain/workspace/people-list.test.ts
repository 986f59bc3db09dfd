import { expect, it } from 'vitest';

import { readPeople } from './people-list.ts';

const read = (text: string) => readPeople({ text, file: 'segments/people.csv' });
const faults = (text: string): string[] => {
  const checked = read(text);
  return checked.ok ? [] : checked.problems.map(({ code, line }) => `${line} ${code}`);
};

it('reads identities from the column that says who is meant, each once', () => {
  expect(
    read(
      '\uFEFFName,E-Mail,Email\r\n"Ruiz, Ana",x,Ana@Example.com\r\nBo,y,bo@example.com\r\nAna,z,ana@example.com',
    ),
  ).toEqual({
    ok: true,
    value: ['email:ana@example.com', 'email:bo@example.com'],
    warnings: [],
  });
  expect(read('user_id\n42\n')).toMatchObject({ value: ['user:42'] });
  expect(read('phone\n+34 600 11 22 33\n')).toMatchObject({ value: ['phone:+34600112233'] });
});

it('names every row that is nobody, and a file without such a column', () => {
  expect(faults('email\nana@example.com\nnobody\nb@\n')).toEqual(['3 bad-identity', '4 bad-identity']);
  expect(faults('name\nAna\n')).toEqual(['1 no-identity-column']);
  expect(faults('email\n"ana@example.com\n')).toEqual(['1 not-csv']);
});
