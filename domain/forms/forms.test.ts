import { describe, expect, it } from 'vitest';

import { formSchema } from './form-schema.ts';
import { readAnswers } from './read-answers.ts';

const form = formSchema.parse({
  title: 'Newsletter',
  topic: 'news',
  fields: [
    { name: 'firstName', label: 'First name' },
    { name: 'about', label: 'About you', type: 'long', required: true },
    { name: 'size', label: 'Size', type: 'choice', choices: ['small', 'large'] },
    { name: 'partner', label: 'I am a partner', type: 'check' },
  ],
});
const read = (given: Readonly<Record<string, string>>) =>
  readAnswers({ form, given: new Map(Object.entries(given).map(([name, text]) => [name, [text]])) });
const good = { email: ' Ana@Example.com ', about: 'I grow\nroses.' };

describe('a form that was sent in', () => {
  it('is read by its fields and no others, with blanks tidied', () => {
    const given = { ...good, firstName: ' Ana \u0000 Ruiz', size: 'small', partner: 'yes', vip: 'yes' };
    expect(read(given)).toEqual({
      kind: 'answers',
      email: 'ana@example.com',
      answers: { firstName: 'Ana Ruiz', about: 'I grow\nroses.', size: 'small', partner: true },
    });
  });

  it('leaves out what is not answered', () => {
    expect(read(good)).toMatchObject({ answers: { about: 'I grow\nroses.' } });
  });

  it('names every field that is missing, too long or no choice', () => {
    const given = { email: 'ana', about: ' ', firstName: 'x'.repeat(201), size: 'huge' };
    expect(read(given)).toEqual({ kind: 'wrong', fields: ['email', 'firstName', 'about', 'size'] });
  });

  it('is a program’s when it fills in what people do not see', () => {
    expect(read({ ...good, website: 'https://spam.example' })).toEqual({ kind: 'robot' });
  });

  it('cannot ask for the address or the trap a second time, nor twice for one thing', () => {
    const fields = (...names: string[]) => ({
      ...form,
      fields: names.map((name) => ({ name, label: name })),
    });
    expect(formSchema.safeParse(fields('email')).success).toBe(false);
    expect(formSchema.safeParse(fields('website')).success).toBe(false);
    expect(formSchema.safeParse(fields('one', 'one')).success).toBe(false);
    expect(formSchema.safeParse(fields('one', 'two')).success).toBe(true);
  });
});
