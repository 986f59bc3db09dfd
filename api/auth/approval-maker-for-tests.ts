import { json, rowsOf, type startShop, textOf } from '../shop-for-tests.ts';

type Shop = Awaited<ReturnType<typeof startShop>>;

/** Makes what sends a draft of its own for review, and leaves it there, returned or approved. */
export const createApprovalMaker = (shop: Shop) => {
  // Nothing follows from a draft that has to be waited for.
  const call = shop.callWith(() => ({}));
  let made = 0;
  return async (state: 'review' | 'returned' | 'approved'): Promise<string> => {
    const key = `sent-${(made += 1)}`;
    const path = `programs/${key}.json`;
    const text = JSON.stringify({ key, name: 'Sent' });
    await call('PUT', `/api/workspace/drafts/${encodeURIComponent(path)}`, { text });
    const sent = { note: 'For the spring', paths: [path] };
    const id = textOf((await json(call('POST', '/api/workspace/approvals', sent)))['id']);
    const at = `/api/workspace/approvals/${id}`;
    if (state === 'returned') await call('POST', `${at}/return`, { round: 1, note: 'Too long' });
    if (state === 'approved') await call('POST', `${at}/approve`, { round: 1 });
    return id;
  };
};

/** Makes a publication of which a file says something else than what is published now; answers its revision. */
export const createFormerMaker = (shop: Shop) => {
  let made = 0;
  return async (): Promise<string> => {
    const key = `former-${(made += 1)}`;
    await shop.republish({ [`programs/${key}.json`]: { key, name: 'Former' } });
    const found = await json(shop.call('GET', '/api/workspace/publications?limit=1'));
    await shop.republish({});
    return String(rowsOf(found, 'publications')[0]?.['revision']);
  };
};
