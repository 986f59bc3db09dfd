import { expect, it } from 'vitest';

import { createMailbox } from './mailbox.ts';

it('forgets the mails to an address, however it is written, and keeps all others', async () => {
  const mailbox = createMailbox({ max: 10 });
  for (const to of ['Ana <ANA@leaves.test>', 'ben@stays.test', 'ben@stays.test, ana@leaves.test']) {
    await mailbox.add(Buffer.from(`From: shop@shop.test\r\nTo: ${to}\r\nSubject: Hello\r\n\r\nHello\r\n`));
  }
  mailbox.forget(['ana@leaves.test']);
  expect(mailbox.list().map((mail) => mail.to)).toEqual([['ben@stays.test']]);
  mailbox.forget([]);
  expect(mailbox.list()).toHaveLength(1);
});
