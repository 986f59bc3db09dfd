import { describe, expect, it } from 'vitest';

import { brief, context, found, journey, problemsOf, send } from '../journeys-for-tests.ts';

describe('caps and quiet hours of a journey and its steps', () => {
  it('are taken where they are narrower than those of the tenant', () => {
    const fields =
      '"caps": [{ "max": 1, "within": "3 days" }], "quietHours": [{ "from": "08:00", "to": "10:00" }],';
    const step = send('a', ', "caps": [{ "max": 2, "within": "30 days" }]');
    expect(problemsOf(step, fields)).toEqual([]);
  });

  it('warn where they would widen those of the tenant, with its figures', () => {
    const fields = '"quietHours": [{ "from": "22:00", "to": "07:00" }],';
    const step = send('a', ', "caps": [{ "max": 2, "within": "1 day" }]');
    const problems = found(journey(step, fields));
    expect(brief(problems)).toEqual([
      'warning quiet-hours-do-nothing quietHours[0]',
      'warning cap-does-nothing a steps[0].caps[0]',
    ]);
    expect(problems.map(({ message }) => message)).toEqual([
      'These quiet hours add nothing: `ciclo.json` has 21:00 to 08:00 already.',
      'This cap of 2 within 1 day holds nothing: `ciclo.json` lets 1 through within 1 day.',
    ]);
  });

  it('refuse quiet hours that leave no time to send', () => {
    const fields = '"quietHours": [{ "from": "08:00", "to": "12:00" }],';
    const step = send('a', ', "quietHours": [{ "from": "12:00", "to": "21:00" }]');
    expect(problemsOf(step, fields)).toEqual(['never-sends a steps[0].quietHours']);
    const weekdays = send('a', ', "quietHours": [{ "days": ["mon-fri"], "from": "12:00", "to": "21:00" }]');
    expect(problemsOf(weekdays, fields)).toEqual([]);
  });

  it('refuse them on a transactional message, which they never hold', () => {
    const step =
      '{ "id": "a", "type": "send", "channel": "email", "message": "receipt", "caps": [{ "max": 1, "within": "9 days" }] }';
    expect(problemsOf(step)).toEqual(['useless-field a steps[0].caps']);
  });

  it('warn of a send that gives up at a cap of the journey or of its message which the journey always reaches', () => {
    const pause = '{ "id": "w", "type": "wait", "for": "2 days" }';
    const steps = `${send('a')}, ${pause}, ${send('b', ', "onCap": "skip"')}`;
    expect(problemsOf(steps)).toEqual([]);
    expect(problemsOf(steps, '"caps": [{ "max": 1, "within": "3 days" }],')).toEqual([
      'warning cap-always-reached b steps[2].onCap',
    ]);
    const hello = { ...context.messages.get('hello'), caps: [{ max: 1, within: '30 days' }] };
    const messages = new Map([
      ['hello', { channel: 'email', class: 'marketing' as const, topic: 'news', steps: [], ...hello }],
    ]);
    expect(brief(found(journey(steps), { context: { ...context, messages } }))).toEqual([
      'warning cap-always-reached b steps[2].onCap',
    ]);
  });
});
