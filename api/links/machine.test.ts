import { describe, expect, it } from 'vitest';
import { isMachine, type Visitor } from './machine.ts';

const visitor = (over: Partial<Visitor> = {}): Visitor => ({
  method: 'GET',
  userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/123.0.0.0 Safari/537.36',
  address: '203.0.113.7',
  header: () => undefined,
  ...over,
});

describe('a machine', () => {
  it.each<[string, Partial<Visitor>]>([
    ['fetches pictures for Apple Mail', { userAgent: 'Mozilla/5.0' }],
    ['asks from the network of Apple', { address: '17.58.101.9' }],
    ['asks from the network of Apple, IPv6', { address: '2620:149:a44::1' }],
    ['says nothing of itself', { userAgent: undefined }],
    ['is a link checker', { userAgent: 'Mozilla/5.0 (compatible; Barracuda Sentinel)' }],
    ['makes a preview', { userAgent: 'WhatsApp/2.23.20.0 A' }],
    ['is a tool', { userAgent: 'curl/8.5.0' }],
    ['fetches ahead', { header: (name) => (name === 'sec-purpose' ? 'prefetch;prerender' : undefined) }],
    ['asks for the head only', { method: 'HEAD' }],
  ])('%s', (_name, over) => {
    expect(isMachine(visitor(over))).toBe(true);
  });
});

describe('a person', () => {
  it.each<[string, Partial<Visitor>]>([
    ['with a browser', {}],
    [
      'behind the picture proxy of Gmail, which fetches when the mail is opened',
      {
        userAgent:
          'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
      },
    ],
    ['whose address is not known', { address: undefined }],
    ['whose address is nonsense', { address: 'nonsense' }],
    [
      'in the browser of a chat app',
      {
        userAgent:
          'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/123 Mobile Safari/537.36 Telegram-Android/10.9',
      },
    ],
  ])('%s', (_name, over) => {
    expect(isMachine(visitor(over))).toBe(false);
  });
});
