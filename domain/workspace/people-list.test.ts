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
  expect(faults('')).toEqual(['1 no-identity-column']);
  expect(faults('email,name\nbo@example.com,Bo\n"ana@example.com\n')).toEqual(['3 not-csv']);
});

const people = { ok: true, value: ['email:ana@example.com', 'email:bo@example.com'], warnings: [] };

it.each([
  ['semicolons', 'Name;Email\nRuiz, Ana;ana@example.com\nBo;bo@example.com\n'],
  ['tabs', 'Name\tEmail\nRuiz, Ana\tana@example.com\nBo\tbo@example.com\n'],
  ['bars', 'Name|Email\nAna|ana@example.com\nBo|bo@example.com\n'],
  ['the separator a spreadsheet names', 'sep=;\r\nName;Email\r\nAna;ana@example.com\r\nBo;bo@example.com'],
  ['a byte order mark and old line ends', '\uFEFFEmail\rana@example.com\rbo@example.com\r'],
  ['line ends of both kinds', 'email,name\r\nana@example.com,Ana\nbo@example.com,Bo\r\n'],
  ['blanks around headings', ' E-Mail Address , Name \nana@example.com,Ana\nbo@example.com,Bo\n'],
  [
    'line breaks within quotes',
    'Address,EMAIL\n"C/ Mayor 1\n28013 Madrid",ana@example.com\n"x",bo@example.com\n',
  ],
  ['quotes within a cell', 'name,email\nAna "la" Ruiz,ana@example.com\n"Bo ""B"" X",bo@example.com\n'],
  ['empty rows', 'email;name\n;\nana@example.com;Ana\n\n;;\nbo@example.com;Bo\n'],
])('takes a file with %s', (_what, text) => {
  expect(read(text)).toEqual(people);
});

it('tells the line of a row, also after line breaks within quotes', () => {
  expect(faults('address,email\n"a\nb\nc",ana@example.com\nx,nobody\n')).toEqual(['5 bad-identity']);
});

it('leaves out anyone who has nothing in the column, and says how many', () => {
  expect(read('name,email\nAna,ana@example.com\nBo,\nCy, \n')).toMatchObject({
    ok: true,
    value: ['email:ana@example.com'],
    warnings: [{ line: 3, code: 'blank-identity', message: expect.stringContaining(': 2,') }],
  });
});

it('says which columns there are when none says who is meant', () => {
  const refused = read('Nombre;Ciudad\nAna;Madrid\n');
  expect(refused.ok ? '' : refused.problems[0]?.message).toContain('`Nombre`, `Ciudad`');
});
