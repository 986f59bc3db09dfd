import { describe, expect, it } from 'vitest';
import { decisionKinds, type Decision } from '../journey/decisions.ts';
import { journeySchema } from '../journey/definition.ts';
import { explain } from './explain.ts';

const definition = journeySchema.parse({
  key: 'cart',
  name: 'Win back a cart',
  stage: 'retention',
  entry: { on: 'Checkout Started' },
  steps: [
    { id: 'think', type: 'wait', for: '1 hour' },
    { id: 'remind', type: 'send', channel: 'email', message: 'cart-reminder' },
    {
      id: 'answer',
      type: 'wait-for',
      timeout: '2 days',
      events: [{ on: 'Link Clicked' }],
      otherwise: [{ id: 'next', type: 'enrol', journey: 'welcome' }],
    },
  ],
});

const holds = {
  case: 0,
  fact: 'profile',
  path: '$.traits.vip',
  operator: 'equal',
  expected: true,
  actual: true,
  held: true,
};

const say = (decision: Partial<Decision> & Pick<Decision, 'kind'>, locale?: 'en' | 'es') =>
  explain({ decision: { step: null, visit: 1, journey: 'cart', ...decision }, definition, locale });

describe('a decision in words', () => {
  it.each<[Partial<Decision> & Pick<Decision, 'kind'>, string]>([
    [{ kind: 'entered' }, 'Entered the journey “Win back a cart”.'],
    [{ kind: 'round', step: 'nudge', detail: { round: 2 } }, 'Begins round 2 of “nudge”.'],
    [
      { kind: 'rounds-over', step: 'nudge', reason: 'all-rounds', detail: { rounds: 3 } },
      'Has gone round “nudge” as often as it may (3), and goes on.',
    ],
    [
      { kind: 'rounds-over', step: 'nudge', reason: 'while', detail: { rounds: 0, because: [] } },
      'Goes on behind “nudge” after 0 rounds.',
    ],
    [
      {
        kind: 'skipped',
        step: 'remind',
        reason: 'capped',
        detail: { max: 1, within: '3 days', by: 'journey' },
      },
      'Did not send the message “cart-reminder”, because they have had as many messages of this journey as its own cap allows (1 / 3 days).',
    ],
    [
      { kind: 'deferred', step: 'remind', reason: 'quiet-hours', detail: { by: 'message' } },
      'Put off the message “cart-reminder”, because it is quiet hours of this message where they are.',
    ],
    [
      { kind: 'exited', step: 'think', reason: 'condition', detail: { because: [holds] } },
      'Left the journey at “think”: profile.traits.vip is true (asked for: true).',
    ],
    [
      {
        kind: 'converted',
        reason: 'goal',
        detail: { event: 'Condition Met', value: null, because: [holds] },
      },
      'Reached the goal of “Win back a cart”: profile.traits.vip is true (asked for: true).',
    ],
    [
      { kind: 'not-entered', reason: 'exit-holds', detail: { because: [holds] } },
      'Did not enter the journey “Win back a cart”, because the condition of one of its exits holds already: profile.traits.vip is true (asked for: true).',
    ],
    [
      { kind: 'not-entered', reason: 'too-soon' },
      'Did not enter the journey “Win back a cart”, because they were in it too short a while ago.',
    ],
    [
      {
        kind: 'not-entered',
        reason: 'where',
        detail: {
          because: [
            {
              case: 0,
              fact: 'event',
              path: '$.properties.value',
              operator: 'greaterThan',
              expected: 20,
              actual: 5,
              held: false,
            },
          ],
        },
      },
      'Did not enter the journey “Win back a cart”, because the conditions of its entry did not hold: event.properties.value is 5 (asked for: above 20).',
    ],
    [
      { kind: 'waiting', step: 'think', detail: { until: '2026-03-12T10:00:00.000Z' } },
      'Waits at “think” until 12 Mar 2026, 10:00 UTC.',
    ],
    [
      {
        kind: 'waiting',
        step: 'think',
        reason: 'window',
        detail: { until: '2026-03-12T10:00:00.000Z' },
      },
      'Waits at “think” until 12 Mar 2026, 10:00 UTC, when its window opens.',
    ],
    [
      { kind: 'waiting', step: 'answer', reason: 'reset', detail: { until: '2026-03-12T10:00:00.000Z' } },
      'Waits at “answer” for “Link Clicked”, at most until 12 Mar 2026, 10:00 UTC (it happened again, so the time starts again).',
    ],
    [
      { kind: 'sent', step: 'remind', detail: { channel: 'email' } },
      'Sent the message “cart-reminder” by email.',
    ],
    [
      { kind: 'skipped', step: 'remind', reason: 'no-consent' },
      'Did not send the message “cart-reminder”, because they never agreed to get this.',
    ],
    [
      { kind: 'skipped', step: 'think', reason: 'operator' },
      'Left out “think”, because an operator said so.',
    ],
    [
      { kind: 'skipped', step: 'next', reason: 'once-only', detail: { journey: 'welcome' } },
      'Did not enter them into the journey “welcome”, because nobody enters it twice.',
    ],
    [
      {
        kind: 'deferred',
        step: 'remind',
        reason: 'quiet-hours',
        detail: { until: '2026-03-12T08:00:00.000Z' },
      },
      'Put off the message “cart-reminder” until 12 Mar 2026, 08:00 UTC, because it is quiet hours where they are.',
    ],
    [
      {
        kind: 'branched',
        step: 'worth',
        reason: 'case-0',
        detail: {
          branch: 'case-0',
          because: [
            {
              case: 0,
              fact: 'profile',
              path: '$.computed.revenue',
              operator: 'greaterThanInclusive',
              expected: 200,
              actual: 250,
              held: true,
            },
          ],
        },
      },
      'Takes case 1 of “worth”: profile.computed.revenue is 250 (asked for: at least 200).',
    ],
    [
      {
        kind: 'branched',
        step: 'worth',
        reason: 'otherwise',
        detail: {
          branch: 'otherwise',
          because: [
            {
              case: 0,
              fact: 'profile',
              path: '$.traits.rooms',
              operator: 'greaterThan',
              expected: 1,
              actual: '3 rooms',
              held: false,
            },
            {
              case: 0,
              fact: 'profile',
              path: '$.stage',
              operator: 'equal',
              expected: 'vip',
              actual: 'vip',
              held: true,
            },
            {
              case: 0,
              fact: 'profile',
              path: '$.stage',
              operator: 'equal',
              expected: 'vip',
              actual: 'vip',
              held: true,
              negated: true,
            },
          ],
        },
      },
      'No case of “worth” holds, so it takes the other way: profile.traits.rooms is “3 rooms” (asked for: above 1); profile.stage is “vip” (asked for: not (vip)).',
    ],
    [
      {
        kind: 'branched',
        step: 'worth',
        reason: 'otherwise',
        detail: {
          branch: 'otherwise',
          because: [
            {
              case: 0,
              fact: 'events',
              path: '$.count',
              params: { name: 'Order Completed', within: '30 days' },
              operator: 'greaterThan',
              expected: 1,
              actual: 0,
              held: false,
            },
          ],
        },
      },
      'No case of “worth” holds, so it takes the other way: count of “Order Completed” (30 days) is 0 (asked for: above 1).',
    ],
    [
      { kind: 'exited', step: 'answer', reason: 'event', detail: { event: 'Order Completed' } },
      'Left the journey at “answer”: “Order Completed” came.',
    ],
    [
      { kind: 'exited', reason: 'operator', detail: { why: 'asked by phone' } },
      'Left the journey, because an operator said so (asked by phone).',
    ],
    [
      { kind: 'failed', step: 'remind', reason: 'mailbox-unknown', detail: { message: '550 no such user' } },
      'Failed for good at “remind”: mailbox unknown (550 no such user).',
    ],
    [
      { kind: 'converted', reason: 'goal', detail: { event: 'Order Completed', value: 49.9 } },
      'Reached the goal of “Win back a cart” with “Order Completed”, worth 49.9.',
    ],
    [
      { kind: 'issued', step: 'ten', detail: { code: 'TEN-1', name: 'Ten off' } },
      'Issued the coupon TEN-1 of the offer “Ten off”.',
    ],
  ])('%j', (decision, sentence) => {
    expect(say(decision)).toBe(sentence);
  });

  it('is there in both languages for every kind, also with nothing known about it', () => {
    for (const kind of decisionKinds) {
      for (const locale of ['en', 'es'] as const) {
        const bare = explain({ decision: { kind, step: null, visit: 0 }, locale });
        const full = say(
          { kind, step: 'remind', reason: 'made-up-reason', detail: { until: 'never' } },
          locale,
        );
        for (const sentence of [bare, full]) {
          expect(sentence).toMatch(/^[\p{Lu}“«].*\.$/u);
          expect(sentence).not.toMatch(/undefined|null|NaN|\[object/);
        }
      }
    }
  });

  it('differs between the languages', () => {
    expect(
      say({ kind: 'exited', step: 'think', reason: 'condition', detail: { because: [holds] } }, 'es'),
    ).toBe('Salió del recorrido en «think»: profile.traits.vip es true (se pedía: true).');
    expect(say({ kind: 'skipped', step: 'remind', reason: 'no-consent' }, 'es')).toBe(
      'No envió el mensaje «cart-reminder», porque nunca aceptó recibir esto.',
    );
  });

  it('shows times in the zone of the reader, and in UTC for a zone that is none', () => {
    const decision = {
      kind: 'waiting',
      step: 'think',
      visit: 1,
      detail: { until: '2026-07-01T10:00:00Z' },
    } as const;
    expect(explain({ decision, zone: 'Europe/Madrid' })).toContain('12:00 (Europe/Madrid)');
    expect(explain({ decision, zone: 'Nowhere/Land' })).toContain('10:00 UTC');
  });
});
