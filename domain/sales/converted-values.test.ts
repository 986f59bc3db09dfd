import { describe, expect, it } from 'vitest';

import { readyObject } from '../objects/ready-object.ts';
import { shippedObjects } from '../objects/shipped.ts';
import { convertedTraits, convertedValues, fieldTo } from './converted-values.ts';

const objectOf = (key: string) => {
  const definition = shippedObjects.get(key);
  if (definition === undefined) throw new RangeError(`no object ${key}`);
  return readyObject({ definition });
};
const lead = objectOf('lead');

describe('what a conversion takes over of a lead', () => {
  const data = {
    name: 'Ana Prado',
    email: 'ana@tiles.example',
    company: 'Tiles',
    budget: { minor: 5000, currency: 'EUR' },
    source: 'import',
    jobTitle: 'Owner',
  };

  it('comes from fields, from the first that has a value, or is the same for all; what does not fit is left out and named', () => {
    const deal = convertedValues({
      lead: { object: lead, data },
      to: { key: 'deal', object: objectOf('deal') },
    });
    expect(deal.values).toEqual({ name: 'Tiles', amount: { minor: 5000, currency: 'EUR' } });
    expect(deal.left.map(({ path, severity }) => [path, severity])).toEqual([['deal.source', 'warning']]);
    const { company: _company, ...alone } = data;
    const named = convertedValues({
      lead: { object: lead, data: alone },
      to: { key: 'deal', object: objectOf('deal') },
    });
    expect(named.values['name']).toBe('Ana Prado');
    const role = convertedValues({
      lead: { object: lead, data },
      to: { key: 'contact-role', object: objectOf('contact-role') },
    });
    expect(role).toEqual({ values: { role: 'decision maker', jobTitle: 'Owner' }, left: [] });
  });

  it('has the traits of the person, those with a value', () => {
    expect(convertedTraits({ object: lead, data })).toEqual({
      name: 'Ana Prado',
      email: 'ana@tiles.example',
    });
  });

  it('is referred to by the first field of the type', () => {
    expect(['person', 'account', 'deal', 'case'].map((to) => fieldTo(lead, to))).toEqual([
      'contact',
      'account',
      'deal',
      undefined,
    ]);
  });
});
