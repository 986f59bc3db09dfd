import { describe, expect, it } from 'vitest';

import { readSettings } from './read/read-settings.ts';
import { smallWorkspace } from './workspace-for-tests.ts';

const settings = (fields: string): string =>
  (smallWorkspace['ciclo.json'] ?? '').replace('{\n', `{ ${fields},\n`);

const read = (text: string) => readSettings({ file: { file: 'ciclo.json', text }, plugins: undefined });

const problemsOf = (fields: string): string[] => {
  const checked = read(settings(fields)).settings;
  return (checked.ok ? checked.warnings : checked.problems).map(({ code, path }) => `${code} ${path}`);
};

describe('ciclo.json', () => {
  it('fills in what is good for most', () => {
    expect(read(smallWorkspace['ciclo.json'] ?? '').settings).toMatchObject({
      ok: true,
      value: {
        caps: [],
        quietHours: [],
        holdout: 0,
        returnWindow: '14 days',
        stages: ['visitor', 'lead', 'qualified', 'customer', 'loyal', 'advocate'],
        topics: { news: { default: 'opt-in' } },
        launchGuard: { people: 5000 },
      },
    });
  });

  it.each([
    ['a cap', '"caps": [{ "channel": "email", "topic": "news", "max": 3, "within": "7 days" }]'],
    ['quiet hours', '"quietHours": [{ "channel": "sms", "country": "ES", "from": "21:00", "to": "09:00" }]'],
    ['quiet days', '"quietHours": [{ "days": ["sun"] }]'],
    ['holidays', '"holidays": ["2026-12-25"]'],
    ['teams', '"teams": { "sales": { "name": "Sales" } }'],
    ['pace', '"pace": { "email": 14 }'],
    ['referrals', '"referral": { "minOrder": 20, "fraud": { "weights": { "same-phone": 0 } } }'],
  ])('takes %s', (_what, fields) => {
    expect(problemsOf(fields)).toEqual([]);
  });

  it.each([
    [
      'a consent that follows for no topic',
      '"impliedConsent": [{ "on": "Order Completed", "topics": ["newz"], "for": "2 years" }]',
      'unknown-topic impliedConsent[0].topics[0]',
    ],
    [
      'a cap on no topic',
      '"caps": [{ "topic": "newz", "max": 3, "within": "7 days" }]',
      'unknown-topic caps[0].topic',
    ],
    ['a cap of nothing', '"caps": [{ "max": 0, "within": "7 days" }]', 'too-little caps[0].max'],
    ['quiet hours that never begin', '"quietHours": [{ "channel": "sms" }]', 'bad-value quietHours[0]'],
    [
      'quiet hours without length',
      '"quietHours": [{ "from": "09:00", "to": "09:00" }]',
      'bad-value quietHours[0].to',
    ],
    ['a holiday that is no day', '"holidays": ["25.12.2026"]', 'bad-value holidays[0]'],
    [
      'a topic with a name that is no key',
      '"topics": { "Big News": { "name": "x" } }',
      'repeated-field topics',
    ],
    ['a duration in another notation', '"returnWindow": "P14D"', 'bad-duration returnWindow'],
    ['a field that was misspelt', '"quietHour": []', 'unknown-field quietHour'],
  ])('refuses %s', (_what, fields, expected) => {
    expect(problemsOf(fields)).toEqual([expected]);
  });

  it('refuses an address of the shop with a user in it', () => {
    const text = settings('"holdout": 5').replace('https://tea', 'https://user:pw@tea');
    const { settings: checked } = read(text);
    expect(checked).toMatchObject({ ok: false, problems: [{ path: 'url' }] });
  });

  it('tells the rest of the workspace what it can, also when something is wrong with it', () => {
    const facts = read(settings('"timezone": "Madrid"').replace('"timezone": "Europe/Madrid",', '')).facts;
    expect(facts).toMatchObject({
      currency: 'EUR',
      topics: new Set(['news']),
      plugins: new Map([['mail', 'smtp']]),
    });
  });

  it('refuses a time zone nobody knows, and a sender that is no address', () => {
    const text = (smallWorkspace['ciclo.json'] ?? '')
      .replace('Europe/Madrid', 'Europe/Madird')
      .replace('Tea Shop <hello@tea.example>', 'Tea Shop');
    const checked = read(text).settings;
    expect((checked.ok ? [] : checked.problems).map(({ path }) => path)).toEqual(['timezone', 'from']);
  });
});
