import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageIdFor, messageIdFromHeader, messageIdHeader } from './message-id.ts';

const parts = fc.record({
  tenant: fc.string(),
  runId: fc.string(),
  step: fc.string(),
  visit: fc.nat(),
});

test('the same run, step and visit always have the same id', () => {
  fc.assert(
    fc.property(parts, (input) => {
      expect(messageIdFor(input)).toBe(messageIdFor({ ...input }));
    }),
  );
});

test('different parts have different ids, also when they join to the same text', () => {
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      const same = a.tenant === b.tenant && a.runId === b.runId && a.step === b.step && a.visit === b.visit;
      return same || messageIdFor(a) !== messageIdFor(b);
    }),
  );
  expect(messageIdFor({ tenant: 'a', runId: 'bc', step: 's', visit: 1 })).not.toBe(
    messageIdFor({ tenant: 'ab', runId: 'c', step: 's', visit: 1 }),
  );
});

test('an id is 26 letters and digits that survive case folding, and is pinned for ever', () => {
  const id = messageIdFor({ tenant: 'default', runId: 'run1', step: 'remind', visit: 1 });
  expect(id).toMatch(/^[a-z2-7]{26}$/);
  expect(id).toBe('p2dkouxqz5va4d4nalyikz56fh');
});

test('the header form goes there and back, also among other references', () => {
  const messageId = messageIdFor({ tenant: 'default', runId: 'run1', step: 'remind', visit: 1 });
  const header = messageIdHeader({ messageId, domain: 'mail.example.com' });
  expect(header).toBe(`<${messageId}@mail.example.com>`);
  const references = `<abc@other.example> ${header}\r\n <x@y>`;
  expect(messageIdFromHeader({ header: references, domain: 'Mail.Example.com' })).toBe(messageId);
  expect(messageIdFromHeader({ header: references, domain: 'other.example' })).toBeUndefined();
});
