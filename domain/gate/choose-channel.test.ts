import { describe, expect, test } from 'vitest';

import { journeyOf } from '../journey/play-for-tests.ts';
import type { Profile } from '../profiles/profile.ts';
import { nobody } from '../profiles/profiles-for-tests.ts';
import { channelsFor } from './choose-channel.ts';
import { addressOf, reachOn } from './reach.ts';

const person = (more: Partial<Profile>): Profile => ({ ...nobody(), ...more });
const yes = { '*': { state: 'granted', at: 1, source: 'form' } } as const;

describe('how a person is addressed', () => {
  test('never by an address they have taken back, nor by an older one when the new one is no address', () => {
    const ids = ['email:old@example.com', 'phone:+34600000001'];
    for (const told of [{}, { email: '' }, { email: '  ' }]) {
      const unset = person({ ids, traits: told, traitTimes: { email: 5 } });
      expect(reachOn({ profile: unset, channel: 'email' })).toEqual({
        kind: 'unreachable',
        reason: 'no-address',
      });
      expect(addressOf({ profile: unset, channel: 'sms' })).toBe('+34600000001');
    }
    const wrong = person({ ids, traits: { email: 'ana@@example' }, traitTimes: { email: 5 } });
    expect(reachOn({ profile: wrong, channel: 'email' })).toEqual({
      kind: 'unreachable',
      reason: 'address-not-valid',
    });
  });

  test('by what they told, else by what they are known under; never by nonsense', () => {
    const ids = ['email:old@example.com', 'email:new@example.com', 'push:token-1'];
    expect(addressOf({ profile: person({ ids }), channel: 'email' })).toBe('new@example.com');
    const told = person({ ids, traits: { email: ' Ana@Example.com ' } });
    expect(addressOf({ profile: told, channel: 'email' })).toBe('ana@example.com');
    const wrong = person({ traits: { email: 'nonsense' } });
    expect(addressOf({ profile: wrong, channel: 'email' })).toBeUndefined();
    expect(addressOf({ profile: person({ ids }), channel: 'push' })).toBe('token-1');
    expect(addressOf({ profile: person({ traits: { phone: '+34 1' } }), channel: 'whatsapp' })).toBe('+341');
    expect(addressOf({ profile: person({}), channel: 'sms' })).toBeUndefined();
  });
});

describe('the channels of a send', () => {
  const choose = (input: { send: Record<string, unknown>; profile: Profile; optOut?: boolean }) => {
    const [step] = journeyOf({
      steps: [{ id: 'mail', type: 'send', message: 'hello', ...input.send }],
    }).steps;
    if (step?.type !== 'send') throw new Error('not a send');
    const { profile, optOut = false } = input;
    const choices = channelsFor({ step, profile, topic: 'news', optOut, ownChannel: 'email', now: 0 });
    return choices.map(
      ({ channel, message, isFallback }) => `${channel} ${message}${isFallback ? ' then' : ''}`,
    );
  };
  const both = person({
    traits: { email: 'ana@example.com', phone: '+34600' },
    consents: { email: yes, sms: yes },
    reads: { email: [9], sms: [9, 10, 11] },
  });
  const messages = { sms: 'short' };

  test('a fixed one, then its fallbacks, each once, with the message made for it', () => {
    const send = { channel: 'email', fallback: ['sms', 'email', 'push'], messages };
    expect(choose({ send, profile: both })).toEqual(['email hello', 'sms short then', 'push hello then']);
  });

  test('the best: where they can be reached, want the topic, and read most', () => {
    const send = { channel: 'best', messages };
    expect(choose({ send, profile: both }), 'the next best one after it').toEqual([
      'sms short',
      'email hello then',
    ]);
    expect(choose({ send, profile: { ...both, consents: { email: yes } } })).toEqual(['email hello']);
    expect(choose({ send, profile: { ...both, consents: {} }, optOut: true })[0]).toBe('sms short');
    expect(choose({ send, profile: person({}) }), 'nowhere: the one it was written for').toEqual([
      'email hello',
    ]);
  });

  test('the preferred: what the person chose, else the best', () => {
    const send = { channel: 'preferred', messages };
    const chosen = { ...both, traits: { ...both.traits, preferredChannel: 'email' } };
    expect(choose({ send, profile: chosen })).toEqual(['email hello']);
    expect(choose({ send, profile: both })).toEqual(['sms short']);
  });
});
