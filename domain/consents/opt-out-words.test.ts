import { describe, expect, it } from 'vitest';

import { optOutAnswer, optOutWordIn } from './opt-out-words.ts';

describe('opt-out words', () => {
  it.each([
    ['STOP', 'stop', undefined],
    [' stop. ', 'stop', undefined],
    ['“Stop!”', 'stop', undefined],
    ['/stop', 'stop', undefined],
    ['Stop all', 'stop', undefined],
    ['opt-out', 'stop', 'en'],
    ['Baja', 'stop', 'es'],
    ['ARRÊT', 'stop', 'fr'],
    ['alta', 'start', 'es'],
    ['UNSTOP', 'start', undefined],
    ['help?', 'help', 'en'],
    ['AYUDA', 'help', 'es'],
  ] as const)('%s is %s', (text, word, language) => {
    expect(optOutWordIn({ text })).toEqual(language === undefined ? { word } : { word, language });
  });

  it.each(['', '...', 'Please stop', 'Do not stop', 'stopper', 'cancel my order', 'END'.repeat(20)])(
    '%j is no such word',
    (text) => {
      expect(optOutWordIn({ text })).toBeUndefined();
    },
  );

  it('a workspace has words of its own', () => {
    const own = { stop: ['no más'] };
    expect(optOutWordIn({ text: 'NO MAS', own })).toEqual({ word: 'stop' });
    expect(optOutWordIn({ text: 'no más' })).toBeUndefined();
  });

  it('every answer fits one text message of 160 signs, names the business and says how to go on', () => {
    const contact = 'help@a-shop-with-a-long-name.example';
    for (const locale of ['en', 'es', 'fr', 'de', 'it', 'pt', 'ja']) {
      for (const word of ['stop', 'start', 'help'] as const) {
        const answer = optOutAnswer({
          word,
          locales: [locale],
          business: 'A shop with a long name',
          contact,
        });
        expect(answer.length).toBeLessThanOrEqual(160);
        expect(answer).toContain('A shop with a long name');
        expect(answer).toMatch(word === 'stop' ? /START|ALTA/ : /STOP|BAJA/);
        if (word === 'help') expect(answer).toContain(contact);
      }
    }
    expect(
      optOutAnswer({ word: 'stop', locales: ['es', 'en'], business: 'x'.repeat(120), contact }),
    ).toHaveLength(
      40 + ': no recibirás más mensajes por aquí. Responde ALTA para recibirlos de nuevo.'.length,
    );
  });
});
