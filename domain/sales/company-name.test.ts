import { describe, expect, it } from 'vitest';

import { companyDomain, companyName } from './company-name.ts';

describe('the name of a company', () => {
  it.each([
    ['Azulejos Prado, S.L.', 'azulejos prado'],
    ['AZULEJOS PRADO SL', 'azulejos prado'],
    ['Azulejos Prado S. L.', 'azulejos prado'],
    ['  Müller & Söhne GmbH & Co. KG ', 'muller sohne'],
    ['Société Générale SA', 'societe generale'],
    ['A.B. Tiles Ltd.', 'ab tiles'],
    ['SE', 'se'],
    ['Co-op', 'co op'],
    ['東京電力', '東京電力'],
    ['...', ''],
  ])('%s is compared as "%s"', (text, same) => {
    expect(companyName(text)).toBe(same);
  });
});

describe('the domain of a company', () => {
  it('is that of an address of it, however it is written', () => {
    expect(companyDomain(' Ana@TILES.example ')).toBe('tiles.example');
  });

  it('is unknown for no address, and for mail services that anybody uses', () => {
    expect(companyDomain('ana')).toBeUndefined();
    expect(companyDomain('ana@gmail.com')).toBeUndefined();
    expect(companyDomain('ana@GMX.de')).toBeUndefined();
  });
});
